package reading

import (
	"path/filepath"
	"slices"

	tea "charm.land/bubbletea/v2"

	"segtap/ui/notice"
	"segtap/ui/widget/count"
)

// Change is which files have changed, by their names as people know them.
type Change struct {
	Metrics []string // files with metrics or experiments
	Names   []string // tracking plans and source code
	Problem error    // what cannot be watched
}

// changedMsg brings a change.
type changedMsg struct{ Change }

// Watch has metrics and names read again when their files change.
type Watch struct {
	notices *notice.Box
	wait    func() (Change, bool)
	metrics *Metrics
	names   *Names
}

// NewWatch returns what waits for changes: by a function that returns with the next one, or with false when there will be
// no more. Nil for no watching.
func NewWatch(wait func() (Change, bool), metrics *Metrics, names *Names) *Watch {
	return &Watch{metrics.opt.Notices, wait, metrics, names}
}

// Start begins to wait.
func (w *Watch) Start() tea.Cmd {
	if w.wait == nil {
		return nil
	}
	return waitForFiles(w.wait)
}

// waitForFiles waits until files have changed.
func waitForFiles(wait func() (Change, bool)) tea.Cmd {
	return func() tea.Msg {
		if change, ok := wait(); ok {
			return changedMsg{change}
		}
		return nil
	}
}

// Update takes what has changed, or what a reading has brought or tells, and reports whether it was any of that.
func (w *Watch) Update(msg tea.Msg) (cmd tea.Cmd, mine bool) {
	switch msg := msg.(type) {
	case changedMsg:
		if msg.Problem != nil {
			w.notices.Stand(msg.Problem.Error())
		}
		return tea.Batch(w.metrics.Changed(msg.Metrics), w.names.Changed(msg.Names), waitForFiles(w.wait)), true
	case progressMsg:
		return msg.take(), true
	}
	if cmd, mine := w.metrics.Update(msg); mine {
		return cmd, true
	}
	return w.names.Update(msg)
}

// Because says which files have changed; empty for none. What is in a directory that has changed is not told by itself.
func Because(files []string) string {
	files = slices.Compact(slices.Sorted(slices.Values(files)))
	changed := make(map[string]bool, len(files))
	for _, file := range files {
		changed[file] = true
	}
	files = slices.DeleteFunc(files, func(file string) bool {
		for dir := filepath.Dir(file); dir != file; file, dir = dir, filepath.Dir(dir) {
			if changed[dir] {
				return true
			}
		}
		return false
	})
	switch len(files) {
	case 0:
		return ""
	case 1:
		return files[0] + " changed"
	}
	return files[0] + " and " + count.Of(len(files)-1, "more file") + " changed"
}
