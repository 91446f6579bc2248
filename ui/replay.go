package ui

import (
	"context"
	"fmt"
	"time"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"segtap/capture"
	"segtap/capture/replay"
	"segtap/mapping"
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

// replayDialog leads through sending one entry again: where to, what exactly
// goes out, yes or no, and what came of it.
type replayDialog struct {
	step    replayStep
	id      uint64
	text    []byte
	got     *capture.Captured
	choices []choice
	cursor  int
	input   textinput.Model
	problem string // why the last choice cannot be taken
	// newID and present say what of the message is made new before it is sent.
	newID, present bool
	out            []byte // the message that goes out

	target  replay.Target
	request replay.Request
	consent replay.Consent
	scroll  int
	attempt replay.Attempt
	tries   <-chan replay.Progress // closed when the sending has ended
	last    *replay.Progress       // of the last try; nil before the first
	began   time.Time
	cancel  context.CancelFunc
	err     error // what could not be recorded
}

// choice is one target in the list.
type choice struct {
	spec, what string
	off        string // why it cannot be chosen
}

// sentMsg brings the result of a replay.
type sentMsg struct {
	of      *replayDialog
	attempt replay.Attempt
	child   uint64 // the entry that came of it; 0 when none
	err     error
}

// replay opens the dialog for the selected entry.
func (m *Model) replay() tea.Cmd {
	d := &replayDialog{id: m.detail.id, text: m.detail.got.Message.Text, got: m.detail.got}
	for _, c := range []choice{
		{spec: "here", what: "the message, back here"},
		{spec: "launchdarkly", what: "the custom event, as Segment sends it"},
		{spec: "launchdarkly-import", what: "the custom event, by the metric import API"},
		{spec: "dry-run", what: "nothing: shows what would go out"},
		{spec: "segment", what: "the message, with its write key"},
		{spec: "", what: "another URL"},
	} {
		if c.spec != "" {
			target, err := replay.Parse(c.spec, m.opt.Env)
			if err != nil {
				c.off = err.Error()
			} else {
				c.what += ": " + target.URL
			}
		}
		d.choices = append(d.choices, c)
	}
	if m.opt.Target != "" {
		d.choices = append([]choice{{spec: m.opt.Target, what: "as --target says"}}, d.choices...)
	}
	for i, c := range d.choices {
		if c.spec == m.lastTarget && c.off == "" && c.spec != "" {
			d.cursor = i
		}
	}
	d.input = newInput("")
	m.dialog = d
	return nil
}

func (d *replayDialog) update(m *Model, msg tea.Msg) tea.Cmd {
	key, isKey := msg.(tea.KeyPressMsg)
	if isKey && key.String() == "ctrl+c" {
		return m.quit()
	}
	switch d.step {
	case chooseTarget:
		if isKey {
			return d.chooseKey(m, key.String())
		}
	case typeURL:
		return d.typeKey(m, msg)
	case confirm:
		return d.confirmKey(m, msg)
	case sending:
		if isKey && key.String() == "esc" {
			d.cancel()
		}
	case sent:
		if isKey {
			d.sentKey(m, key.String())
		}
	}
	return nil
}

func (d *replayDialog) chooseKey(m *Model, key string) tea.Cmd {
	switch key {
	case "esc", "q":
		m.dialog = nil
	case "up", "k":
		d.cursor = max(d.cursor-1, 0)
	case "down", "j":
		d.cursor = min(d.cursor+1, len(d.choices)-1)
	case "i":
		d.newID = !d.newID
	case "t":
		d.present = !d.present
	case "enter":
		c := d.choices[d.cursor]
		switch {
		case c.off != "": // the row says why
		case c.spec == "":
			d.step, d.problem = typeURL, ""
			d.input.Prompt, d.input.Placeholder = "URL  ", "https://… or event:https://…"
			d.input.Reset()
			return d.input.Focus()
		default:
			d.choose(m, c.spec)
		}
	}
	return nil
}

// typeKey takes keys while a URL is typed; enter goes on with it.
func (d *replayDialog) typeKey(m *Model, msg tea.Msg) tea.Cmd {
	if key, ok := msg.(tea.KeyPressMsg); ok {
		switch key.String() {
		case "esc":
			d.step, d.problem = chooseTarget, ""
			return nil
		case "enter":
			d.choose(m, d.input.Value())
			return nil
		}
	}
	var cmd tea.Cmd
	d.input, cmd = d.input.Update(msg)
	return cmd
}

// choose takes a target and makes the request that will go out.
func (d *replayDialog) choose(m *Model, spec string) {
	target, err := replay.Parse(spec, m.opt.Env)
	if err == nil {
		d.request, err = d.requestTo(m, target)
	}
	if err != nil {
		d.problem = err.Error()
		return
	}
	d.target, d.problem, d.step, d.scroll = target, "", confirm, 0
	m.lastTarget = spec
	d.consent = target.Consent(1, m.environment())
	d.input.Reset()
	if d.consent.TypeToConfirm != "" {
		d.input.Prompt, d.input.Placeholder = "type "+d.consent.TypeToConfirm+"  ", ""
		d.input.Focus()
	}
}

// requestTo makes the request of what goes out. Where the message is made new it
// is mapped anew, so that the custom event follows.
func (d *replayDialog) requestTo(m *Model, target replay.Target) (replay.Request, error) {
	got := *d.got
	if d.newID || d.present {
		var how replay.Rewriting
		if d.newID {
			how.NewMessageID = m.opt.NewID
		}
		if d.present {
			how.CurrentTime = m.opt.Now
		}
		text, err := replay.Rewrite(d.text, how)
		if err != nil {
			return replay.Request{}, err
		}
		in := mapping.TakeIn(mapping.Posted{Raw: text, At: m.opt.Now().UnixMilli(), Unreceived: true})
		arrival := in.Arrival(0)
		if !d.present { // the event keeps its time, corrected as it was
			arrival.At, arrival.SentAt = got.Arrival.At, got.Arrival.SentAt
		}
		got.Message, got.Judge = in.Message(0), m.opt.Store.Judge()
		got.Judgement = got.Judge.Message(&got.Message, arrival)
	}
	d.out = got.Message.Text
	return target.Request(m.itemOf(&got), m.sendOptions())
}

// environment is what the catalogue knows of the LaunchDarkly environment.
func (m *Model) environment() replay.Environment {
	c := m.opt.Store.Judge().Catalogue()
	if c == nil {
		return replay.Environment{}
	}
	return replay.Environment{Project: c.Project, Key: c.Environment, ClientSideID: c.ClientSideID, Critical: c.Critical, CriticalUnknown: c.CriticalUnknown}
}

// itemOf gives what of an entry goes out.
func (m *Model) itemOf(got *capture.Captured) replay.Item {
	item := replay.Item{
		EntryID: got.Entry.ID, Lineage: m.opt.Store.Lineage(got.Entry.ID), Message: got.Message.Text, WriteKey: replay.NewSecret(got.WriteKey),
		Why: got.Judgement.Reason, Schema: got.Judge.Engine().Destination().Schema,
	}
	if event := got.Judgement.Event; event != nil {
		item.EventBody = event.Body()
	}
	return item
}

func (d *replayDialog) confirmKey(m *Model, msg tea.Msg) tea.Cmd {
	key, ok := msg.(tea.KeyPressMsg)
	if !ok {
		return nil
	}
	switch key.String() {
	case "esc":
		d.step = chooseTarget
		return nil
	}
	if d.scrollBy(key.String()) {
		return nil
	}
	if d.target.DryRun {
		if key.String() == "enter" {
			m.dialog = nil
		}
		return nil
	}
	if d.consent.TypeToConfirm != "" {
		if key.String() == "enter" && d.input.Value() == d.consent.TypeToConfirm {
			return d.send(m)
		}
		var cmd tea.Cmd
		d.input, cmd = d.input.Update(msg)
		return cmd
	}
	yes := "enter"
	if d.consent.Needed {
		yes = "y"
	}
	if key.String() == yes {
		return d.send(m)
	}
	if key.String() == "n" {
		m.dialog = nil
	}
	return nil
}

// scrollBy scrolls what is shown, where the key does that.
func (d *replayDialog) scrollBy(key string) bool {
	lines, ok := map[string]int{"up": -1, "down": 1, "pgup": -10, "pgdown": 10}[key]
	d.scroll = max(d.scroll+lines, 0)
	return ok
}

// sendOptions are what a request needs to know.
func (m *Model) sendOptions() replay.Options {
	return replay.Options{Version: m.opt.Version, NewUUID: m.opt.NewID, Now: m.opt.Now}
}

// send sends the very request that was confirmed, and records what came of it.
func (d *replayDialog) send(m *Model) tea.Cmd {
	request := d.request.Approve()
	d.step = sending
	ctx, cancel := context.WithCancel(context.Background())
	d.cancel = cancel
	store, client, now := m.opt.Store, m.opt.Client, m.opt.Now
	tries, text := make(chan replay.Progress, replay.MaxTries), d.out
	d.tries, d.began, d.last = tries, now(), nil
	send := func() tea.Msg {
		defer cancel()
		msg := sentMsg{of: d, attempt: client.Do(ctx, request, func(p replay.Progress) { tries <- p })}
		close(tries)
		if d.target.Kind != replay.Here {
			msg.child, msg.err = store.Add(text, capture.Replayed, d.id, now())
		}
		if msg.err == nil {
			msg.err = store.AddAttempt(msg.child, &msg.attempt, now())
		}
		return msg
	}
	return tea.Batch(send, d.waitForTry(), d.waitASecond())
}

// triedMsg tells how one try went.
type triedMsg struct {
	of *replayDialog
	p  replay.Progress
}

// waitForTry waits until a try has been answered.
func (d *replayDialog) waitForTry() tea.Cmd {
	tries := d.tries
	return func() tea.Msg {
		p, ok := <-tries
		if !ok {
			return nil
		}
		return triedMsg{d, p}
	}
}

// waitedMsg redraws how long the sending has taken.
type waitedMsg struct{ of *replayDialog }

func (d *replayDialog) waitASecond() tea.Cmd {
	return tea.Tick(time.Second, func(time.Time) tea.Msg { return waitedMsg{d} })
}

func (m *Model) takeSent(msg sentMsg) tea.Cmd {
	msg.of.step, msg.of.attempt, msg.of.err, msg.of.scroll = sent, msg.attempt, msg.err, 0
	if m.dialog != msg.of {
		m.say(fmt.Sprintf("#%d: %s", msg.of.id, msg.attempt.Meaning()))
		return m.forgetNotice()
	}
	return nil
}

func (d *replayDialog) sentKey(m *Model, key string) {
	switch key {
	case "r":
		d.step = chooseTarget
	case "enter", "esc", "q":
		m.dialog = nil
	default:
		d.scrollBy(key)
	}
}
