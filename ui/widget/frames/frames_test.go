package frames

import (
	"bytes"
	"fmt"
	"io"
	"runtime"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
)

// cameMsg is something that has come by itself.
type cameMsg struct{}

// counter shows how much has come.
type counter int

func (c counter) Init() tea.Cmd { return nil }

func (c counter) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg.(type) {
	case tea.KeyPressMsg, cameMsg:
		c++
	}
	return c, nil
}

func (c counter) View() tea.View { return tea.NewView(fmt.Sprintf("<%c>", 'a'+rune(c))) }

// paper is a terminal that says when something is written to it.
type paper chan []byte

func (p paper) Write(b []byte) (int, error) {
	p <- bytes.Clone(b)
	return len(b), nil
}

// until waits for a text, and fails t when it does not come.
func (p paper) until(t *testing.T, text string) {
	t.Helper()
	late := time.After(10 * time.Second)
	for {
		select {
		case b := <-p:
			if bytes.Contains(b, []byte(text)) {
				return
			}
		case <-late:
			t.Fatalf("%q is not drawn", text)
		}
	}
}

// run runs a program until the test ends. It is calm: its first frame is drawn.
func run(t *testing.T) (*tea.Program, paper) {
	t.Helper()
	in, typed := io.Pipe()
	out := make(paper, 1000)
	program := Program(counter(0), tea.WithInput(in), tea.WithOutput(out), tea.WithWindowSize(80, 24), tea.WithoutSignalHandler(), tea.WithEnvironment([]string{"TERM=xterm-256color"}))
	ended := make(chan error)
	go func() {
		_, err := program.Run()
		ended <- err
	}()
	t.Cleanup(func() {
		program.Quit()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		_ = typed.Close()
	})
	out.until(t, "a")
	time.Sleep(2 * hurry)
	return program, out
}

func TestAKeyIsDrawnAtOnce(t *testing.T) {
	program, out := run(t)
	for i := range 3 {
		tickerOf(program).Reset(time.Minute) // it would take as long
		program.Send(tea.KeyPressMsg{Code: 'x', Text: "x"})
		out.until(t, string('b'+rune(i)))
		time.Sleep(2 * hurry) // so that the next is the first again
	}
}

// What comes by itself is drawn too when the hurry is over.
func TestTheClockGoesOn(t *testing.T) {
	program, out := run(t)
	program.Send(tea.KeyPressMsg{Code: 'x', Text: "x"})
	out.until(t, "b")
	time.Sleep(2 * hurry)
	program.Send(cameMsg{})
	out.until(t, "c")
}

// Keys that come faster than the clock ticks do not hold it up.
func TestKeysDoNotHoldTheClockUp(t *testing.T) {
	ticker := time.NewTicker(time.Minute)
	defer ticker.Stop()
	var c clock
	ended := time.After(10 * time.Second)
	for {
		select {
		case <-ticker.C:
			return
		case <-ended:
			t.Fatal("it has not ticked")
		case <-time.After(soon / 10):
			c.hurry(ticker)
		}
	}
}

// A key that comes just as the hurry ends is drawn at once too: what ends it may have begun
// by then, and wait for the key.
func TestAKeyAtTheEndOfTheHurry(t *testing.T) {
	for range 100 {
		synctest.Test(t, func(t *testing.T) {
			ticker := time.NewTicker(time.Minute)
			defer ticker.Stop()
			var c clock
			c.hurry(ticker)
			c.mu.Lock()
			time.Sleep(hurry)
			for range 10 {
				runtime.Gosched() // the end of the hurry waits for the lock
			}
			c.mu.Unlock()
			c.hurry(ticker)
			synctest.Wait()
			<-ticker.C // it may have ticked meanwhile
			at := time.Now()
			<-ticker.C
			if wait := time.Since(at); wait > soon {
				t.Fatalf("the key waits %v", wait)
			}
			time.Sleep(hurry)
			synctest.Wait()
			<-ticker.C
			at = time.Now()
			<-ticker.C
			if wait := time.Since(at); wait < soon*2 {
				t.Fatalf("the clock still ticks each %v when the hurry is over", wait)
			}
		})
	}
}
