package notice

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
)

// However many notices follow each other, few timers are kept for them, and the last notice is redrawn when it is over.
func TestManyNoticesKeepFewTimers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b, came, timers := &Box{Now: time.Now}, make(chan tea.Msg), 0
		begin := func(cmd tea.Cmd) {
			if cmd != nil {
				timers++
				go func() { came <- cmd() }()
			}
		}
		for i := range 20_000 { // for twenty seconds
			if begin(b.Hint(fmt.Sprint(i))); i%1000 == 0 {
				begin(b.Say("said"))
			}
			for wait := time.After(time.Millisecond); wait != nil; {
				select {
				case msg := <-came:
					begin(b.Passed(msg.(PassedMsg)))
				case <-wait:
					wait = nil
				}
			}
		}
		if timers > 20 {
			t.Errorf("%d timers", timers)
		}
		for end := b.until.Add(time.Second); b.Lines(time.Now(), 80, "").Height() > 0; {
			msg := <-came
			begin(b.Passed(msg.(PassedMsg)))
			if time.Now().After(end) {
				t.Fatal("the last notice is not redrawn when it is over")
			}
		}
		if !b.timed.IsZero() {
			t.Error("a timer goes on")
		}
		synctest.Wait()
		for range timers { // those that a shorter notice has overtaken
			select {
			case <-came:
			case <-time.After(time.Minute):
			}
		}
	})
}
