package frames

import (
	"reflect"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"
)

const (
	// perSecond is how often the screen is drawn at most while nobody does anything. Each
	// look whether there is something to draw takes 70 µs, so 120 of them would take two
	// thirds of all the processor time of a program to which nothing comes: 1.01 % of a
	// processor, and 0.65 % with 60.
	perSecond = 60
	// soon is how long a frame waits for the clock when somebody does something: less than
	// the millisecond that Linux waits at least, and that a whole one is often added to.
	soon = time.Millisecond / 2
	// hurry is for how long: what a key has had read is drawn soon too.
	hurry = 30 * time.Millisecond
)

// Program returns a program that draws at once what a person has done, and its first frame.
// It takes the place of [tea.WithFPS] and [tea.WithFilter] among the options: these are of no
// effect.
func Program(model tea.Model, opts ...tea.ProgramOption) *tea.Program {
	var c clock
	var program *tea.Program
	program = tea.NewProgram(model, append(opts, tea.WithFPS(perSecond), tea.WithFilter(func(_ tea.Model, msg tea.Msg) tea.Msg {
		switch msg.(type) {
		// The first of all is the size of the terminal: it brings the first frame.
		case tea.KeyPressMsg, tea.MouseMsg, tea.PasteMsg, tea.WindowSizeMsg:
			c.hurry(tickerOf(program))
		}
		return msg
	}))...)
	return program
}

// clock is what a program draws by.
type clock struct {
	mu    sync.Mutex
	until time.Time // it hurries until then; zero: it does not
}

// hurry has the ticks of a clock follow each other fast for a while. Ticks that do are not
// begun anew: keys that came faster than they would hold them up.
func (c *clock) hurry(ticker *time.Ticker) {
	if ticker == nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.until.IsZero() {
		ticker.Reset(soon)
		time.AfterFunc(hurry, func() { c.calm(ticker) })
	}
	c.until = time.Now().Add(hurry)
}

// calm ends the hurry, later where a key has come since. Bubble Tea may have stopped the
// clock: then nobody listens to it, and before somebody does Bubble Tea sets it itself.
func (c *clock) calm(ticker *time.Ticker) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if left := time.Until(c.until); left > 0 {
		time.AfterFunc(left, func() { c.calm(ticker) })
		return
	}
	c.until = time.Time{}
	ticker.Reset(time.Second / perSecond)
}

// tickerOf returns the clock of a program that runs. Bubble Tea keeps it for itself, so it is
// found by its name: a version that has none draws as it does by itself, and a test says so.
// It is worth that: a key in the list is on its way to the terminal after 1.9 ms instead of
// 8.5 ms, another screen after 3.4 ms instead of 8.8 ms (BenchmarkWire, 120 ticks a second
// before); and the only other way is a renderer of our own.
func tickerOf(program *tea.Program) *time.Ticker {
	field := reflect.ValueOf(program).Elem().FieldByName("ticker")
	if !field.IsValid() || field.Type() != reflect.TypeFor[*time.Ticker]() {
		return nil
	}
	return (*time.Ticker)(field.UnsafePointer())
}
