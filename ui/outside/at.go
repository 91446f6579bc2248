package outside

import (
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"
)

// At returns what runs an editor at a line of a file, as [Command] does; line 0: none is known. An editor of which it is
// not known how it is told a line opens the file.
func At(editor []string, path string, line int, terminal *os.File) (tea.ExecCommand, error) {
	if strings.HasPrefix(path, "-") || strings.HasPrefix(path, "+") {
		path = "./" + path // no flag, and no command of vi's
	}
	if line < 1 {
		return Command(editor, path, terminal)
	}
	at := strconv.Itoa(line)
	name := strings.TrimSuffix(filepath.Base(editor[0]), ".exe")
	switch {
	case slices.Contains([]string{"vi", "vim", "nvim", "view", "nano", "pico", "emacs", "emacsclient", "micro", "joe", "jed", "mg", "ne", "kak"}, name):
		return Command(append(slices.Clone(editor), "+"+at), path, terminal)
	case slices.Contains([]string{"hx", "helix", "subl", "zed"}, name):
		return Command(editor, path+":"+at, terminal)
	case slices.Contains([]string{"code", "codium", "cursor", "windsurf"}, name):
		return Command(append(slices.Clone(editor), "-g"), path+":"+at, terminal)
	}
	return Command(editor, path, terminal)
}
