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
	"segtap/ui/widget/frames"
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
// how many bytes a key costs and how long after the key the first of them are there: for each
// depth of colours and what people do most, on a terminal beside it, and for one that is
// 100 ms away there and back.
func BenchmarkWire(b *testing.B) {
	for _, depth := range depths {
		for _, action := range actions {
			b.Run(action.name+"/"+depth.name, func(b *testing.B) { wireOf(b, depth.profile, action.keys, 0) })
		}
	}
	b.Run("down/100 ms away", func(b *testing.B) { wireOf(b, colorprofile.ANSI256, actions[0].keys, 100*time.Millisecond) })
}

func wireOf(b *testing.B, depth colorprofile.Profile, keys []tea.KeyPressMsg, delay time.Duration) {
	b.Helper()
	out := &wire{delay: delay / 2, arrived: make(chan time.Time, 1)}
	program, ended := onWire(b, screenOver(b, 1_000), out, depth)
	time.Sleep(200 * time.Millisecond)
	before := out.written()
	var first []time.Duration
	for i := 0; b.Loop(); i++ {
		select {
		case <-out.arrived:
		default:
		}
		pressed := time.Now()
		time.AfterFunc(delay/2, func() { program.Send(keys[i%len(keys)]) })
		first = append(first, (<-out.arrived).Sub(pressed))
		time.Sleep(40*time.Millisecond + delay)
	}
	slices.Sort(first)
	b.ReportMetric(float64(out.written()-before)/float64(len(first)), "bytes/key")
	b.ReportMetric(float64(first[len(first)/2]-delay)/1e6, "ms-beyond-the-delay")
	program.Quit()
	<-ended
}

func onWire(b *testing.B, m *ui.Model, out io.Writer, depth colorprofile.Profile) (*tea.Program, <-chan struct{}) {
	b.Helper()
	in, _ := io.Pipe()
	program := frames.Program(m, tea.WithInput(in), tea.WithOutput(out), tea.WithWindowSize(200, 50),
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
