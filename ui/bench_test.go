package ui_test

import (
	"fmt"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"segtap/capture"
	"segtap/capture/journal/file"
	"segtap/capture/replay"
	"segtap/capture/resend"
	"segtap/capture/routes"
	"segtap/capture/store"
	"segtap/mapping/catalogue"
	"segtap/mapping/message"
	"segtap/ui"
)

// screenOver gives a model of 200×50 cells over a store of n small entries, with
// the newest one read. Without a catalogue no metrics are known.
func screenOver(b testing.TB, n int, known ...*catalogue.Catalogue) *ui.Model {
	b.Helper()
	s := storeOf(b, file.Memory(), capture.Limits{})
	for _, c := range known {
		s.SetJudge(s.Judge().With(c))
	}
	for i := range n {
		body := fmt.Appendf(nil, `{"type":"track","userId":"u_%d","event":"Event %d","properties":{"revenue":%d}}`, i%500, i%40, i)
		if i == n-1 {
			body = []byte(goodOrder)
		}
		req := store.Request{At: noon, Method: "POST", Path: "/v1/track", Intake: message.TakeIn(routes.Route{Type: "track"}.Posted(body, noon)), Status: 200}
		if _, err := s.Capture(&req); err != nil {
			b.Fatal(err)
		}
	}
	m := ui.New(ui.Options{
		Store: s, Address: "http://127.0.0.1:8910", Destination: "actions", Version: "test",
		Client: replay.NewClient(replay.NewTransport(), resend.WallClock(), replay.ExponentialPauses),
		Now:    func() time.Time { return noon }, NewID: func() string { return "" },
	})
	press(m, tea.WindowSizeMsg{Width: 200, Height: 50})
	press(m, tea.KeyPressMsg{Code: tea.KeyUp})
	press(m, tea.KeyPressMsg{Code: tea.KeyDown})
	return m
}

// press gives the model a message and what the commands give that come of it.
func press(m *ui.Model, msg tea.Msg) {
	_, cmd := m.Update(msg)
	if cmd == nil {
		return
	}
	if next := cmd(); next != nil {
		m.Update(next)
	}
}

// BenchmarkView draws the whole screen: its time must not grow with the entries.
func BenchmarkView(b *testing.B) {
	for _, n := range []int{1_000, 200_000} {
		m := screenOver(b, n)
		for name, key := range map[string]tea.KeyPressMsg{"events": {Code: '1', Text: "1"}, "metrics": {Code: '2', Text: "2"}} {
			press(m, key)
			b.Run(fmt.Sprintf("%s/%d", name, n), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					m.View()
				}
			})
		}
	}
}

// BenchmarkKeystroke moves in the list, reads the entry that is selected then,
// and draws the screen.
func BenchmarkKeystroke(b *testing.B) {
	for _, n := range []int{1_000, 200_000} {
		m := screenOver(b, n)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				key := tea.KeyPressMsg{Code: tea.KeyUp}
				if i%40 >= 20 {
					key.Code = tea.KeyDown
				}
				press(m, key)
				m.View()
			}
		})
	}
}

// BenchmarkTables draws the other screens, and moves in them: what was counted is at hand
// however many entries there are.
func BenchmarkTables(b *testing.B) {
	m := screenOver(b, 200_000)
	for key, name := range map[rune]string{'2': "metrics", '4': "problems"} {
		press(m, tea.KeyPressMsg{Code: key, Text: string(key)})
		b.Run(name+"/view", func(b *testing.B) {
			for b.Loop() {
				_ = m.View()
			}
		})
		b.Run(name+"/keystroke", func(b *testing.B) {
			for i := 0; b.Loop(); i++ {
				press(m, tea.KeyPressMsg{Code: []rune{tea.KeyDown, tea.KeyUp}[i%2]})
				_ = m.View()
			}
		})
	}
}
