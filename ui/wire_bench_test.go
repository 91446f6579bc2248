package ui_test

import (
	"io"
	"slices"
	"sync"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"segtap/ui"
)

// wire is what lies between the program and a terminal far away: what is written arrives
// later, in order.
type wire struct {
	delay   time.Duration
	mu      sync.Mutex
	bytes   int
	last    time.Time // when the last of it arrived, or will
	arrived chan time.Time
}

func (w *wire) Write(p []byte) (int, error) {
	at := time.Now().Add(w.delay)
	w.mu.Lock()
	w.bytes += len(p)
	w.last = at
	w.mu.Unlock()
	select {
	case w.arrived <- at:
	default:
	}
	return len(p), nil
}

func (w *wire) written() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.bytes
}

// BenchmarkWire has Bubble Tea draw the screen of 200×50 cells for a terminal, and tells
// how many bytes a key costs and how long after the key the first and the last of them
// are there: for a terminal beside it, and for one that is 100 ms away there and back; with
// all colours, with the 256 that ssh leaves (it does not pass COLORTERM on), and with sixteen.
func BenchmarkWire(b *testing.B) {
	for _, c := range []struct {
		name  string
		delay time.Duration
		depth colorprofile.Profile
		keys  []tea.KeyPressMsg
	}{
		{"down", 0, colorprofile.TrueColor, []tea.KeyPressMsg{{Code: tea.KeyUp}, {Code: tea.KeyUp}, {Code: tea.KeyDown}, {Code: tea.KeyDown}}},
		{"page", 0, colorprofile.TrueColor, []tea.KeyPressMsg{{Code: tea.KeyPgUp}, {Code: tea.KeyPgDown}}},
		{"screen", 0, colorprofile.TrueColor, []tea.KeyPressMsg{{Code: '2', Text: "2"}, {Code: '1', Text: "1"}}},
		{"down, 256 colours", 0, colorprofile.ANSI256, []tea.KeyPressMsg{{Code: tea.KeyUp}, {Code: tea.KeyUp}, {Code: tea.KeyDown}, {Code: tea.KeyDown}}},
		{"down, 16 colours", 0, colorprofile.ANSI, []tea.KeyPressMsg{{Code: tea.KeyUp}, {Code: tea.KeyUp}, {Code: tea.KeyDown}, {Code: tea.KeyDown}}},
		{"page, 16 colours", 0, colorprofile.ANSI, []tea.KeyPressMsg{{Code: tea.KeyPgUp}, {Code: tea.KeyPgDown}}},
		{"down, 100 ms away", 100 * time.Millisecond, colorprofile.ANSI256, []tea.KeyPressMsg{{Code: tea.KeyUp}, {Code: tea.KeyUp}, {Code: tea.KeyDown}, {Code: tea.KeyDown}}},
	} {
		b.Run(c.name, func(b *testing.B) {
			out := &wire{delay: c.delay / 2, arrived: make(chan time.Time, 1)}
			program, ended := onWire(b, screenOver(b, 1_000), out, c.depth)
			time.Sleep(200 * time.Millisecond)
			before := out.written()
			var first []time.Duration
			for i := 0; b.Loop(); i++ {
				select {
				case <-out.arrived:
				default:
				}
				pressed := time.Now()
				time.AfterFunc(c.delay/2, func() { program.Send(c.keys[i%len(c.keys)]) })
				first = append(first, (<-out.arrived).Sub(pressed))
				time.Sleep(40*time.Millisecond + c.delay)
			}
			slices.Sort(first)
			b.ReportMetric(float64(out.written()-before)/float64(len(first)), "bytes/key")
			b.ReportMetric(float64(first[len(first)/2]-c.delay)/1e6, "ms-beyond-the-delay")
			program.Quit()
			<-ended
		})
	}
}

func onWire(b *testing.B, m *ui.Model, out io.Writer, depth colorprofile.Profile) (*tea.Program, <-chan struct{}) {
	b.Helper()
	in, _ := io.Pipe()
	program := tea.NewProgram(m, tea.WithInput(in), tea.WithOutput(out), tea.WithFPS(120), tea.WithWindowSize(200, 50),
		tea.WithColorProfile(depth), tea.WithoutSignalHandler(), tea.WithEnvironment([]string{"TERM=xterm-256color"}))
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		if _, err := program.Run(); err != nil {
			b.Error(err)
		}
	}()
	return program, ended
}
