package ui

import (
	"context"
	"fmt"

	tea "charm.land/bubbletea/v2"

	"segtap/capture/replay"
	"segtap/mapping/jsondoc"
)

// sample sends a Track call to this endpoint, over the network as an SDK would.
func (m *Model) sample() tea.Cmd {
	target, err := replay.Parse("here", m.opt.Env)
	if err != nil {
		m.say("t: " + err.Error())
		return m.forgetNotice()
	}
	item := replay.Item{Message: m.sampleMessage(), WriteKey: replay.NewSecret("sample-write-key")}
	request, err := target.Request(item, m.sendOptions())
	if err != nil {
		m.say("t: " + err.Error())
		return m.forgetNotice()
	}
	client := m.opt.Client
	return func() tea.Msg {
		if attempt := client.Do(context.Background(), request, nil); attempt.Status != 200 {
			return copiedMsg{"t: " + attempt.Meaning()}
		}
		return nil
	}
}

func (m *Model) sampleMessage() []byte {
	id := jsondoc.AppendString(nil, m.opt.NewID())
	return fmt.Appendf(nil, `{"type":"track","messageId":%s,"userId":"u_42","anonymousId":"anon-7f3","event":"Order Completed",`+
		`"properties":{"order_id":"A-1001","revenue":59.9,"currency":"USD"},"timestamp":%q,`+
		`"context":{"library":{"name":"segtap-sample","version":%q}}}`,
		id, m.opt.Now().UTC().Format("2006-01-02T15:04:05.000Z"), m.opt.Version)
}
