package sending

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"segtap/capture/replay"
	"segtap/capture/replay/plan"
	"segtap/capture/store"
	"segtap/ui/dialog"
	"segtap/ui/dialog/keys"
	"segtap/ui/widget/menu"
)

// Group are entries that can be sent together.
type Group struct {
	What string // such as marked, or shown
	// Find finds them. It is called by a command, and may take its time.
	Find func() []uint64
}

// File is an opened file whose entries are sent.
type File struct {
	Store *store.Store
	// Bring gives the copies of its entries in what is captured here, and makes those that
	// are missing. It is called when a yes has been said.
	Bring func(context.Context, []uint64) ([]uint64, error)
}

// Several leads through sending many entries: which, where to, how, what goes out
// first, yes or no, and what becomes of each.
type Several struct {
	dialog.Size
	opt    dialog.Options
	step   severalStep
	file   *File // nil where the entries are captured here
	groups []found
	which  int    // of the groups, under the cursor
	why    string // there is nothing to send
	where  targeting
	spec   string // the target that was chosen last

	ids    ids
	times  plan.Times
	pace   int // of paces
	plan   plan.Plan
	first  replay.Request
	asking asking
	scroll int

	run    *plan.Run
	stop   context.CancelFunc
	report plan.Report
	odd    *odd
	last   []plan.Result // of what was not taken, and how many there were before these
	before int
}

// severalStep is how far it has come.
type severalStep uint8

const (
	findEntries severalStep = iota
	chooseEntries
	chooseWhere
	prepare
	confirmAll
	sendAll
	allSent
)

// found is a group, and what it has.
type found struct {
	what string
	ids  []uint64
}

// paces are how fast entries can be sent.
var paces = []struct {
	what string
	pace plan.Pace
}{
	{"one when the one before is answered", plan.Pace{Concurrency: 1}},
	{"as far apart as they happened", plan.Pace{Speed: 1}},
	{"ten times as fast as they happened", plan.Pace{Speed: 10}},
	{"10 a second", plan.Pace{Rate: 10, Concurrency: 4}},
	{"100 a second", plan.Pace{Rate: 100, Concurrency: 8}},
	{"8 at a time, in no order", plan.Pace{Concurrency: 8}},
}

// NewSeveral opens the dialog; last is the target that was chosen last. File has
// the entries; nil where they are captured here.
func NewSeveral(opt dialog.Options, groups []Group, file *File, last string) (*Several, tea.Cmd) {
	d := &Several{opt: opt, file: file, odd: &odd{}, spec: last, where: newTargeting(&opt, last, nil), asking: newAsking()}
	return d, func() tea.Msg {
		var msg foundMsg
		for _, g := range groups {
			if ids := g.Find(); len(ids) > 0 {
				msg.groups = append(msg.groups, found{g.What, ids})
			}
		}
		return dialog.NewReply(d, msg)
	}
}

// Target returns the target that was chosen last.
func (d *Several) Target() string { return d.spec }

// The messages of sending several.
type (
	foundMsg struct{ groups []found }
	// preparedMsg brings what goes out first, or why nothing can.
	preparedMsg struct {
		plan  plan.Plan
		first replay.Request
		why   string
	}
	begunMsg struct {
		run  *plan.Run
		plan plan.Plan // of entries that are captured here
		why  string    // it could not begin
	}
	// wentOnMsg says that the run has come further.
	wentOnMsg struct{ of *plan.Run }
)

// Update takes keys, and how the sending goes.
func (d *Several) Update(msg tea.Msg) dialog.Answer {
	switch msg := msg.(type) {
	case foundMsg:
		d.takeFound(msg.groups)
		return dialog.Answer{}
	case preparedMsg:
		d.takePrepared(msg)
		return dialog.Answer{}
	case begunMsg:
		return d.takeBegun(msg)
	case wentOnMsg:
		return d.takeReport(msg)
	}
	press, isKey := msg.(tea.KeyPressMsg)
	if d.pointed(msg) {
		press, isKey = tea.KeyPressMsg{Code: tea.KeyEnter}, true
	}
	switch {
	case isKey && keys.Quit.Is(press) && (d.step != sendAll || d.report.Stopping):
		return dialog.Answer{Cmd: tea.Quit}
	case d.step == chooseWhere && d.where.typing:
		spec, cmd := d.where.typeKey(msg)
		if spec != "" {
			cmd = d.choose(spec)
		}
		return dialog.Answer{Cmd: cmd}
	case !isKey:
		return dialog.Answer{}
	}
	return d.key(press)
}

// pointed does what the mouse does, and reports whether what it is on is taken.
func (d *Several) pointed(msg tea.Msg) (take bool) {
	switch d.step {
	case chooseEntries:
		p, ok := keys.Pointing(msg, func(y int) int {
			return menu.At(make([]menu.Row, len(d.groups)), d.which, y-len(d.title()))
		})
		if ok {
			d.which = p.Moved(d.which, len(d.groups))
		}
		return ok && p.Take
	case chooseWhere:
		return !d.where.typing && d.where.pointed(msg, len(d.title()), len(d.howLines()), d.W, d.H)
	case confirmAll, sendAll, allSent:
		d.scrollBy(keys.Wheeling(msg))
	case findEntries, prepare:
	}
	return false
}

// scrollBy scrolls what is shown.
func (d *Several) scrollBy(lines int) {
	if lines == 0 {
		return
	}
	furthest := max(len(d.endLines())-d.H, 0)
	if d.step == confirmAll {
		_, _, furthest = d.confirmView(d.title())
	}
	d.scroll = min(max(d.scroll+lines, 0), furthest)
}

func (d *Several) key(press tea.KeyPressMsg) dialog.Answer {
	switch d.step {
	case findEntries, prepare:
		if keys.Leave.Is(press) {
			return dialog.Answer{Closed: true}
		}
	case chooseEntries:
		return d.entriesKey(press)
	case chooseWhere:
		return d.whereKey(press)
	case confirmAll:
		return d.confirmKey(press)
	case sendAll:
		if severalKeys.stop.Is(press) || keys.Quit.Is(press) {
			d.stop()
		}
	case allSent:
		return d.endedKey(press)
	}
	return dialog.Answer{}
}

// takeFound goes on with the entries that were found: where there is one group, or one
// has all that the other has, nobody is asked.
func (d *Several) takeFound(groups []found) {
	d.groups = groups
	switch {
	case len(groups) == 0:
		d.why = "there is nothing to send"
	case len(groups) > 1:
		d.step = chooseEntries
	default:
		d.step = chooseWhere
	}
}

func (d *Several) entriesKey(press tea.KeyPressMsg) dialog.Answer {
	switch {
	case keys.Leave.Is(press):
		return dialog.Answer{Closed: true}
	case keys.Choosing(press) != 0:
		d.which = menu.Moved(d.which, keys.Choosing(press), len(d.groups))
	case keys.Enter.Is(press):
		d.step = chooseWhere
	}
	return dialog.Answer{}
}

func (d *Several) whereKey(press tea.KeyPressMsg) dialog.Answer {
	switch {
	case keys.Leave.Is(press):
		return dialog.Answer{Closed: true}
	case keys.Choosing(press) != 0:
		d.where.move(keys.Choosing(press))
	case severalKeys.ids.Is(press):
		d.ids.toggle(d.where.spec(), d.opt.Env)
	case severalKeys.times.Is(press):
		d.times = (d.times + 1) % (plan.Shifted + 1)
	case severalKeys.pace.Is(press):
		d.pace = (d.pace + 1) % len(paces)
	case keys.Enter.Is(press):
		spec, cmd := d.where.enter()
		if spec != "" {
			cmd = d.choose(spec)
		}
		return dialog.Answer{Cmd: cmd}
	}
	return dialog.Answer{}
}

// choose takes a target, and prepares what goes out.
func (d *Several) choose(spec string) tea.Cmd {
	target, err := replay.Parse(spec, d.opt.Env)
	if err != nil {
		d.where.problem = err.Error()
		return nil
	}
	d.step, d.spec = prepare, spec
	p := plan.Plan{
		ID: d.opt.NewID(), Target: target, Entries: d.groups[d.which].ids, Pace: paces[d.pace].pace,
		Changes: plan.Changes{NewIDs: d.ids.new(target), Times: d.times},
	}
	opt := d.options()
	if d.file != nil {
		opt.Store = d.file.Store // nothing is brought before a yes
	}
	return func() tea.Msg { return dialog.NewReply(d, prepared(p, opt)) }
}

// prepared makes the first request of a plan.
func prepared(p plan.Plan, opt plan.Options) preparedMsg {
	if p.Changes.Times == plan.Shifted {
		by, err := plan.ShiftTo(opt.Store, p.Entries, opt.Clock.Now())
		if err != nil {
			return preparedMsg{why: err.Error()}
		}
		p.Changes.Shift = by
	}
	msg := preparedMsg{plan: p}
	opt.Told = func(r plan.Result) { msg.why = r.Why }
	plan.Requests(p, opt, func(_ []uint64, r replay.Request) bool {
		msg.first, msg.why = r, ""
		return false
	})
	return msg
}

// takePrepared asks for a yes.
func (d *Several) takePrepared(msg preparedMsg) {
	if d.step != prepare {
		return
	}
	if msg.why != "" {
		d.step, d.where.problem = chooseWhere, "none of them can be sent there: "+msg.why
		return
	}
	d.plan, d.first, d.step, d.scroll = msg.plan, msg.first, confirmAll, 0
	d.where.problem, d.where.typing = "", false
	d.asking.begin(&d.plan.Target, d.plan.Target.Consent(len(d.plan.Entries), d.opt.Environment()))
}

func (d *Several) confirmKey(press tea.KeyPressMsg) dialog.Answer {
	switch {
	case keys.Esc.Is(press):
		d.step = chooseWhere
		return dialog.Answer{}
	case keys.Scrolling(press) != 0:
		d.scrollBy(keys.Scrolling(press))
		return dialog.Answer{}
	}
	reply, cmd := d.asking.key(press)
	switch reply {
	case agreed:
		return dialog.Answer{Cmd: d.begin(nil)}
	case refused:
		answer := dialog.Answer{Closed: true}
		if !d.plan.Target.DryRun {
			answer.Say = "nothing was sent"
		}
		return answer
	case noReply:
	}
	return dialog.Answer{Cmd: cmd}
}
