package doctor

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"

	"github.com/atotto/clipboard"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/term"

	"segtap/ui/cli/console"
	"segtap/ui/cli/machine"
)

// The size below which parts of the screen are left out.
const leastColumns, leastRows = 40, 10

// terminal says what the screen finds: a terminal, its size, its colours. Standard output may go
// to a file while a person looks at the terminal.
func terminal(std console.Streams) Finding {
	f := Finding{Check: "terminal", Status: OK}
	var screen *os.File
	for _, file := range []*os.File{std.Out, std.Err, std.In} {
		if term.IsTerminal(file.Fd()) {
			screen = file
			break
		}
	}
	name := os.Getenv("TERM")
	switch {
	case screen == nil:
		f.Found, f.Means = "no terminal here", "`segtap` runs as `segtap serve` does, without a screen"
		return f
	case name == "dumb":
		f.Status, f.Found, f.Means = Warning, "TERM is dumb", "`segtap` runs as `segtap serve` does, without a screen"
		f.WayOut = "set TERM to what the terminal is, such as xterm-256color, or use `segtap --plain`"
		return f
	}
	f.Found = name
	if program := os.Getenv("TERM_PROGRAM"); program != "" {
		f.Found += " in " + program
	}
	colours := colorprofile.Detect(screen, os.Environ())
	f.Found += ", " + coloursOf(colours)
	switch w, h, err := term.GetSize(screen.Fd()); {
	case err != nil:
		f.Status, f.Means = Warning, "it does not tell its size: "+err.Error()
	default:
		f.Found += fmt.Sprintf(", %d×%d", w, h)
		if w < leastColumns || h < leastRows {
			f.Status, f.Means = Warning, fmt.Sprintf("parts of the screen are left out below %d×%d", leastColumns, leastRows)
			f.WayOut = "make the window larger, or use `segtap --plain`"
		}
	}
	if f.Means == "" && colours <= colorprofile.ASCII && os.Getenv("NO_COLOR") == "" {
		f.Means = "nothing is told by colour alone: signs and words stand beside it"
	}
	return f
}

func coloursOf(p colorprofile.Profile) string {
	switch p {
	case colorprofile.TrueColor:
		return "true colour"
	case colorprofile.ANSI256:
		return "256 colours"
	case colorprofile.ANSI:
		return "16 colours"
	case colorprofile.Unknown, colorprofile.NoTTY, colorprofile.ASCII:
	}
	return "no colours"
}

// locale says whether the terminal shows what the screen draws.
func locale() Finding {
	f := Finding{Check: "locale", Status: OK}
	name, variable := machine.Locale()
	charset := name[strings.Index(name, ".")+1:]
	charset, _, _ = strings.Cut(charset, "@")
	switch {
	case runtime.GOOS == "windows":
		f.Found = "Windows' terminals show UTF-8"
	case name == "":
		f.Found, f.Means = "no variable says what it is", "segtap takes the terminal to show UTF-8; --ascii draws with ASCII only"
	case machine.ASCIIOnly():
		f.Status, f.Found, f.Means = Warning, variable+" is "+name, "segtap draws with ASCII only"
		f.WayOut = "export " + variable + "=C.UTF-8 draws lines and signs"
	case strings.EqualFold(charset, "UTF-8") || strings.EqualFold(charset, "utf8"):
		f.Found = variable + " is " + name
	case strings.Contains(name, "."):
		f.Status, f.Found, f.Means = Warning, variable+" is "+name, "segtap draws in UTF-8, which a terminal of that locale may not show"
		f.WayOut = "export " + variable + "=C.UTF-8, or give --ascii"
	default:
		f.Found, f.Means = variable+" is "+name, "it names no character set: segtap takes the terminal to show UTF-8"
	}
	return f
}

// copying says where `y` copies to. It never reads a clipboard.
func copying(ctx context.Context) Finding {
	f := Finding{Check: "clipboard", Status: OK}
	switch {
	case machine.Clipboard() != nil && displayed():
		f.Found = "segtap copies to the clipboard of this machine"
		return f
	case machine.Clipboard() != nil:
		f.Found = "there is a program for it, and no display (neither WAYLAND_DISPLAY nor DISPLAY is set)"
	case machine.Remote() && !clipboard.Unsupported:
		f.Found = "over SSH"
	default:
		f.Found = "no program for it"
		if runtime.GOOS != "darwin" && runtime.GOOS != "windows" {
			f.WayOut = "install wl-clipboard (Wayland), or xclip or xsel (X11)"
		}
	}
	f.Means = "segtap asks the terminal to copy (OSC 52), which does it or not and does not say"
	switch {
	case os.Getenv("TMUX") != "":
		f.throughTmux(ctx)
	case os.Getenv("STY") != "":
		f.Status, f.Means = Warning, "segtap asks the terminal to copy (OSC 52), and GNU screen does not pass that on"
	case os.Getenv("TERM_PROGRAM") == "Apple_Terminal":
		f.Status, f.Means = Warning, "segtap asks the terminal to copy (OSC 52), and Apple's Terminal does not know that"
		f.WayOut = "use a terminal that does, such as iTerm2, kitty or WezTerm"
	}
	return f
}

// displayed reports whether the programs for the clipboard have a display to ask, where
// they need one.
func displayed() bool {
	switch runtime.GOOS {
	case "darwin", "windows", "plan9":
		return true
	}
	return os.Getenv("WAYLAND_DISPLAY") != "" || os.Getenv("DISPLAY") != "" || found("termux-clipboard-set") || found("clip.exe")
}

func found(program string) bool {
	_, err := exec.LookPath(program)
	return err == nil
}

// throughTmux says whether tmux takes a text for the clipboard from the programs in it: only
// with set-clipboard on; by its default, external, it does not.
func (f *Finding) throughTmux(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	text, err := exec.CommandContext(ctx, "tmux", "show-options", "-sv", "set-clipboard").Output()
	switch value := strings.TrimSpace(string(text)); {
	case err != nil:
		f.Status, f.Means = Warning, "segtap asks the terminal to copy (OSC 52); whether tmux lets that through it does not say"
		f.WayOut = "tmux set-option -s set-clipboard on"
	case value != "on":
		f.Status, f.Means = Warning, "segtap asks the terminal to copy (OSC 52), and tmux, whose set-clipboard is "+value+", does not take that from programs"
		f.WayOut = "tmux set-option -s set-clipboard on"
	default:
		f.Found += ", in tmux with set-clipboard on"
	}
}

// editing says which editor E opens.
func editing() Finding {
	f := Finding{Check: "editor", Status: OK}
	editor := machine.Editor()
	if editor.Unread != nil {
		f.Status, f.Found, f.Means = Warning, editor.Unread.Error(), "E opens none"
		if len(editor.Words) > 0 {
			f.Means = "E opens " + editor.String()
		}
		f.WayOut = "mend it, such as a quote without its second one; segtap's own editor (e) needs none"
		return f
	}
	if len(editor.Words) == 0 {
		f.Status, f.Found, f.Means = Warning, "neither $VISUAL nor $EDITOR is set, and there is no vi", "segtap's own editor (e) is there; E opens none"
		f.WayOut = "export EDITOR=nano, or the one you like"
		return f
	}
	f.Found = editor.String()
	if editor.Origin != "" {
		f.Found = editor.Origin + " is " + f.Found
	}
	if path, err := exec.LookPath(editor.Words[0]); err != nil {
		f.Status, f.Means = Warning, "there is no such program: "+err.Error()
		f.WayOut = "mend " + editor.Origin + "; segtap's own editor (e) needs none"
	} else if path != editor.Words[0] {
		f.Found += ", " + path
	}
	return f
}
