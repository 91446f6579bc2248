package dialog

import (
	"context"
	"time"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"segtap/capture/replay"
	"segtap/capture/store"
	"segtap/mapping/message"
	"segtap/ui/widget/input"
	"segtap/ui/widget/menu"
)

// replayStep is how far a replay has come.
type replayStep uint8

const (
	chooseTarget replayStep = iota
	typeURL
	confirm
	sending
	sent
)

// Replay leads through sending one entry again: where to, what exactly goes out, yes or
// no, and what came of it.
type Replay struct {
	size
	opt     Options
	step    replayStep
	got     *store.Captured
	choices []choice
	cursor  int
	input   textinput.Model
	problem string // why the last choice cannot be taken
	// newID and present say what of the message is made new before it is sent.
	newID, present bool
	out            []byte // the message that goes out

	spec    string // the target as it was chosen
	target  replay.Target
	request replay.Request
	consent replay.Consent
	scroll  int
	attempt replay.Attempt
	tries   <-chan replay.Progress // closed when the sending has ended
	last    *replay.Progress       // of the last try; nil before the first
	began   time.Time
	now     time.Time // as of the last message
	cancel  context.CancelFunc
	err     error // what could not be recorded
}

// choice is one target in the list.
type choice struct {
	spec, what string
	off        string // why it cannot be chosen
}

// NewReplay opens the dialog for an entry; last is the target that was chosen last.
func NewReplay(opt Options, got *store.Captured, last string) *Replay {
	d := &Replay{opt: opt, got: got, spec: last, input: input.New("")}
	for _, c := range []choice{
		{spec: "here", what: "the message, back here"},
		{spec: "launchdarkly", what: "the custom event, as Segment sends it"},
		{spec: "launchdarkly-import", what: "the custom event, by the metric import API"},
		{spec: "dry-run", what: "nothing: shows what would go out"},
		{spec: "segment", what: "the message, with its write key"},
		{spec: "", what: "another URL"},
	} {
		if c.spec != "" {
			target, err := replay.Parse(c.spec, opt.Env)
			if err != nil {
				c.off = err.Error()
			} else {
				c.what += ": " + target.URL
			}
		}
		d.choices = append(d.choices, c)
	}
	if opt.Target != "" {
		d.choices = append([]choice{{spec: opt.Target, what: "as --target says"}}, d.choices...)
	}
	for i, c := range d.choices {
		if c.spec == last && c.off == "" && c.spec != "" {
			d.cursor = i
		}
	}
	return d
}

// Target returns the target that was chosen last.
func (d *Replay) Target() string { return d.spec }

// Update takes keys, and how the sending goes.
func (d *Replay) Update(msg tea.Msg) Answer {
	d.now = d.opt.Now()
	switch msg := msg.(type) {
	case triedMsg:
		d.last = &msg.progress
		return Answer{Cmd: d.waitForTry()}
	case secondMsg:
		if d.step == sending {
			return Answer{Cmd: d.waitASecond()}
		}
		return Answer{}
	case sentMsg:
		d.step, d.attempt, d.err, d.scroll = sent, msg.attempt, msg.err, 0
		return Answer{}
	}
	press, isKey := msg.(tea.KeyPressMsg)
	switch {
	case isKey && keys.quit.is(press):
		return Answer{Cmd: tea.Quit}
	case d.step == typeURL:
		return d.typeKey(msg)
	case !isKey:
		return Answer{}
	}
	switch d.step {
	case chooseTarget:
		return d.chooseKey(press)
	case confirm:
		return d.confirmKey(press)
	case sending:
		if replayKeys.stop.is(press) {
			d.cancel()
		}
	case sent:
		return d.sentKey(press)
	case typeURL:
	}
	return Answer{}
}

func (d *Replay) chooseKey(press tea.KeyPressMsg) Answer {
	switch {
	case keys.leave.is(press):
		return Answer{Closed: true}
	case choosing(press) != 0:
		d.cursor = menu.Moved(d.cursor, choosing(press), len(d.choices))
	case replayKeys.newID.is(press):
		d.newID = !d.newID
	case replayKeys.present.is(press):
		d.present = !d.present
	case keys.enter.is(press):
		c := d.choices[d.cursor]
		switch {
		case c.off != "": // the row says why
		case c.spec == "":
			d.step, d.problem = typeURL, ""
			d.input.Prompt, d.input.Placeholder = "URL  ", "https://… or event:https://…"
			d.input.Reset()
			return Answer{Cmd: d.input.Focus()}
		default:
			d.choose(c.spec)
		}
	}
	return Answer{}
}

// typeKey takes keys while a URL is typed; enter goes on with it.
func (d *Replay) typeKey(msg tea.Msg) Answer {
	if press, ok := msg.(tea.KeyPressMsg); ok {
		switch {
		case keys.esc.is(press):
			d.step, d.problem = chooseTarget, ""
			return Answer{}
		case keys.enter.is(press):
			d.choose(d.input.Value())
			return Answer{}
		}
	}
	var cmd tea.Cmd
	d.input, cmd = d.input.Update(msg)
	return Answer{Cmd: cmd}
}

// choose takes a target and makes the request that will go out.
func (d *Replay) choose(spec string) {
	target, err := replay.Parse(spec, d.opt.Env)
	if err == nil {
		d.request, err = d.requestTo(target)
	}
	if err != nil {
		d.problem = err.Error()
		return
	}
	d.target, d.problem, d.step, d.scroll = target, "", confirm, 0
	d.spec = spec
	d.consent = target.Consent(1, d.opt.environment())
	d.input.Reset()
	if d.consent.TypeToConfirm != "" {
		d.input.Prompt, d.input.Placeholder = "type "+d.consent.TypeToConfirm+"  ", ""
		d.input.Focus()
	}
}

// requestTo makes the request of what goes out. Where the message is made new it is
// mapped anew, so that the custom event follows.
func (d *Replay) requestTo(target replay.Target) (replay.Request, error) {
	got := *d.got
	if d.newID || d.present {
		var how replay.Rewriting
		if d.newID {
			how.NewMessageID = d.opt.NewID
		}
		if d.present {
			how.CurrentTime = d.opt.Now
		}
		text, err := replay.Rewrite(d.got.Message.Text, how)
		if err != nil {
			return replay.Request{}, err
		}
		in := message.TakeIn(message.Posted{Raw: text, At: d.opt.Now().UnixMilli(), Unreceived: true})
		arrival := in.Arrival(0)
		if !d.present { // the event keeps its time, corrected as it was
			arrival.At, arrival.SentAt = got.Arrival.At, got.Arrival.SentAt
		}
		got.Message, got.Judge = in.Message(0), d.opt.Store.Judge()
		got.Judgement = got.Judge.Message(&got.Message, arrival)
	}
	d.out = got.Message.Text
	return target.Request(d.opt.item(&got), d.opt.sending())
}

func (d *Replay) confirmKey(press tea.KeyPressMsg) Answer {
	enter := keys.enter.is(press)
	switch {
	case keys.esc.is(press):
		d.step = chooseTarget
	case d.scrollBy(press):
	case d.target.DryRun:
		return Answer{Closed: enter}
	case d.consent.TypeToConfirm != "" && enter && d.input.Value() == d.consent.TypeToConfirm:
		return Answer{Cmd: d.send()}
	case d.consent.TypeToConfirm != "":
		var cmd tea.Cmd
		d.input, cmd = d.input.Update(press)
		return Answer{Cmd: cmd}
	case d.consent.Needed && replayKeys.yes.is(press), !d.consent.Needed && enter:
		return Answer{Cmd: d.send()}
	case replayKeys.no.is(press):
		return Answer{Closed: true}
	}
	return Answer{}
}

// scrollBy scrolls what is shown, where the key does that.
func (d *Replay) scrollBy(press tea.KeyPressMsg) bool {
	by := scrolling(press)
	if by != 0 {
		_, _, furthest := d.render()
		d.scroll = min(max(d.scroll+by, 0), furthest)
	}
	return by != 0
}

func (d *Replay) sentKey(press tea.KeyPressMsg) Answer {
	switch {
	case replayKeys.again.is(press):
		d.step = chooseTarget
	case keys.enter.is(press), keys.leave.is(press):
		return Answer{Closed: true}
	default:
		d.scrollBy(press)
	}
	return Answer{}
}
