package screentest

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
)

// tiny is a program to test the tests with: it shows the keys pressed and the size.
type tiny struct {
	width, height int
	keys          []string
	news          chan string
	heard         []string
	wide          bool
}

type (
	newsMsg  string
	stepsMsg int
)

func (m *tiny) wait() tea.Msg { return newsMsg(<-m.news) }

func step(n int) tea.Cmd { return func() tea.Msg { return stepsMsg(n) } }

func (m *tiny) Init() tea.Cmd {
	if m.news == nil {
		return nil
	}
	return m.wait
}

func (m *tiny) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.width, m.height = msg.Width, msg.Height
	case newsMsg:
		m.heard = append(m.heard, string(msg))
		return m, m.wait
	case stepsMsg:
		m.heard = append(m.heard, fmt.Sprint(int(msg)))
	case tea.PasteMsg:
		m.heard = append(m.heard, fmt.Sprintf("pasted %q", msg.Content))
	case tea.ClipboardMsg:
		m.heard = append(m.heard, "clipboard "+msg.Content)
	case tea.MouseClickMsg:
		m.heard = append(m.heard, fmt.Sprintf("click %d,%d", msg.X, msg.Y))
	case tea.KeyPressMsg:
		m.keys = append(m.keys, msg.String())
		return m, m.press(msg.String())
	}
	return m, nil
}

func (m *tiny) press(key string) tea.Cmd {
	switch key {
	case "q":
		return tea.Quit
	case "b":
		return tea.Batch(step(1), nil, tea.Sequence(step(2), step(3)), step(4))
	case "c":
		return tea.SetClipboard("copied")
	case "v":
		return tea.ReadClipboard
	case "t":
		return tea.Tick(1<<40, func(time.Time) tea.Msg { return newsMsg("tick") })
	case "w":
		m.wide = true
	}
	return nil
}

func (m *tiny) View() tea.View {
	lines := []string{
		fmt.Sprintf("\x1b[1mtiny\x1b[m %d×%d", m.width, m.height),
		"keys: \x1b[32m" + strings.Join(m.keys, " ") + "\x1b[m",
		"heard: " + strings.Join(m.heard, ", "),
	}
	if m.wide {
		lines[0] = strings.Repeat("wide ", 40)
	}
	v := tea.NewView(strings.Join(lines, "\n"))
	v.AltScreen = true
	v.MouseMode = tea.MouseModeCellMotion
	v.Cursor = tea.NewCursor(2, 1)
	return v
}

// asProgram makes the test binary the program that [TestTerminal] starts.
const asProgram = "SCREENTEST_TINY"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) == "" {
		os.Exit(m.Run())
	}
	if _, err := tea.NewProgram(&tiny{}).Run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(3)
	}
}
