package sending

import (
	"context"
	"fmt"
	"time"

	tea "charm.land/bubbletea/v2"

	"segtap/capture/replay"
	"segtap/capture/replay/plan"
	"segtap/capture/store"
	"segtap/ui/dialog"
	"segtap/ui/dialog/keys"
)

// replayStep is how far a replay has come.
type replayStep uint8

const (
	chooseTarget replayStep = iota
	confirm
	sending
	sent
)

// Replay leads through sending one entry again: where to, what exactly goes out, yes or
// no, and what came of it.
type Replay struct {
	dialog.Size
	opt   dialog.Options
	step  replayStep
	got   *store.Captured
	where targeting
	// ids and present say what of the message is made new before it is sent.
	ids     ids
	present bool
	item    replay.Item // that goes out

	spec    string // the target as it was chosen
	target  replay.Target
	request replay.Request
	id      string // of the attempt
	asking  asking
	scroll  int
	attempt replay.Attempt
	tries   <-chan replay.Progress // closed when the sending has ended
	last    *replay.Progress       // of the last try; nil before the first
	began   time.Time
	now     time.Time // as of the last message
	cancel  context.CancelFunc
	leaving bool   // as soon as what came of it is recorded
	came    uint64 // the entry that came of it here; 0 for none
	err     error  // what could not be recorded
}

// NewReplay opens the dialog for an entry; last is the target that was chosen last.
func NewReplay(opt dialog.Options, got *store.Captured, last string) *Replay {
	d := &Replay{opt: opt, got: got, spec: last, asking: newAsking()}
	d.where = newTargeting(&opt, last, d.unsendable)
	return d
}

// unsendable says why the entry makes no request to a target.
func (d *Replay) unsendable(target replay.Target) error {
	source := d.opt.Source()
	item, err := source.Item(d.got, plan.Changes{})
	if err == nil {
		opt := d.opt.Sending()
		opt.NewUUID = func() string { return "" } // it does not go out
		_, err = target.Request(item, opt)
	}
	return err
}

// Target returns the target that was chosen last.
func (d *Replay) Target() string { return d.spec }

// Update takes keys, and how the sending goes.
func (d *Replay) Update(msg tea.Msg) dialog.Answer {
	d.now = d.opt.Now()
	switch msg := msg.(type) {
	case triedMsg:
		d.last = &msg.progress
		return dialog.Answer{Cmd: d.waitForTry()}
	case secondMsg:
		if d.step == sending {
			return dialog.Answer{Cmd: d.waitASecond()}
		}
		return dialog.Answer{}
	case sentMsg:
		d.step, d.attempt, d.came, d.err, d.scroll = sent, msg.attempt, msg.came, msg.err, 0
		if d.leaving {
			return dialog.Answer{Cmd: tea.Quit}
		}
		return dialog.Answer{}
	}
	press, isKey := msg.(tea.KeyPressMsg)
	if by := keys.Wheeling(msg); by != 0 && d.step != chooseTarget {
		d.scrollLines(by)
	}
	if d.step == chooseTarget && !d.where.typing && d.where.pointed(msg, len(d.title()), len(d.newnessLines()), d.W, d.H) {
		press, isKey = tea.KeyPressMsg{Code: tea.KeyEnter}, true
	}
	switch {
	case isKey && keys.Quit.Is(press) && (d.step != sending || d.leaving):
		return dialog.Answer{Cmd: tea.Quit}
	case isKey && keys.Quit.Is(press):
		d.leaving = true
		d.cancel()
		return dialog.Answer{}
	case d.step == chooseTarget && d.where.typing:
		spec, cmd := d.where.typeKey(msg)
		if spec != "" {
			d.choose(spec)
		}
		return dialog.Answer{Cmd: cmd}
	case !isKey:
		return dialog.Answer{}
	}
	switch d.step {
	case chooseTarget:
		return d.chooseKey(press)
	case confirm:
		return d.confirmKey(press)
	case sending:
		if replayKeys.stop.Is(press) {
			d.cancel()
		}
	case sent:
		return d.sentKey(press)
	}
	return dialog.Answer{}
}

func (d *Replay) chooseKey(press tea.KeyPressMsg) dialog.Answer {
	switch {
	case keys.Leave.Is(press):
		return dialog.Answer{Closed: true}
	case keys.Choosing(press) != 0:
		d.where.move(keys.Choosing(press))
	case replayKeys.newID.Is(press):
		d.ids.toggle(d.where.spec(), d.opt.Env)
	case replayKeys.present.Is(press):
		d.present = !d.present
	case keys.Enter.Is(press):
		spec, cmd := d.where.enter()
		if spec != "" {
			d.choose(spec)
		}
		return dialog.Answer{Cmd: cmd}
	}
	return dialog.Answer{}
}

// choose takes a target and makes the request that will go out.
func (d *Replay) choose(spec string) {
	target, err := replay.Parse(spec, d.opt.Env)
	if err == nil {
		d.request, err = d.requestTo(target)
	}
	if err != nil {
		d.where.problem = err.Error()
		return
	}
	d.target, d.step, d.scroll = target, confirm, 0
	d.where.problem, d.where.typing = "", false
	d.spec = spec
	d.asking.begin(&target, target.Consent(1, d.opt.Environment()))
}

// requestTo makes the request of what goes out.
func (d *Replay) requestTo(target replay.Target) (replay.Request, error) {
	changes := plan.Changes{NewIDs: d.ids.new(target)}
	if d.present {
		changes.Times = plan.Present
	}
	source := d.opt.Source()
	item, err := source.Item(d.got, changes)
	if err != nil {
		return replay.Request{}, err
	}
	d.item, d.id = item, d.opt.NewID()
	opt := d.opt.Sending()
	opt.NewUUID = func() string { return d.id }
	return target.Request(item, opt)
}

func (d *Replay) confirmKey(press tea.KeyPressMsg) dialog.Answer {
	switch {
	case keys.Esc.Is(press):
		d.step = chooseTarget
		return dialog.Answer{}
	case d.scrollBy(press):
		return dialog.Answer{}
	}
	reply, cmd := d.asking.key(press)
	switch reply {
	case agreed:
		return dialog.Answer{Cmd: d.send()}
	case refused:
		return dialog.Answer{Closed: true}
	case noReply:
	}
	return dialog.Answer{Cmd: cmd}
}

// scrollBy scrolls what is shown, where the key does that.
func (d *Replay) scrollBy(press tea.KeyPressMsg) bool {
	by := keys.Scrolling(press)
	d.scrollLines(by)
	return by != 0
}

func (d *Replay) scrollLines(by int) {
	if by != 0 {
		_, _, furthest := d.render()
		d.scroll = min(max(d.scroll+by, 0), furthest)
	}
}

func (d *Replay) sentKey(press tea.KeyPressMsg) dialog.Answer {
	switch {
	case replayKeys.again.Is(press):
		d.step = chooseTarget
	case d.came != 0 && replayKeys.see.Is(press):
		return dialog.Answer{Closed: true, Next: dialog.ShowEntryMsg{ID: d.came}}
	case keys.Enter.Is(press), keys.Leave.Is(press):
		a := dialog.Answer{Closed: true}
		if d.came != 0 {
			a.Say = fmt.Sprintf("#%d came of the replay of #%d", d.came, d.got.Entry.ID)
		}
		return a
	default:
		d.scrollBy(press)
	}
	return dialog.Answer{}
}
