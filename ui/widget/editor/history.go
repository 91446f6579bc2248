package editor

// edit is one change of the text: at a place, what was removed and what was put there instead.
type edit struct {
	at                pos
	removed, inserted string
	before, after     pos // of the cursor
}

// history is what can be undone and redone. The zero value is empty.
type history struct {
	done, undone []edit
	typing       bool // the next character typed belongs to the last edit
}

// limit is how many edits can be undone; older ones are forgotten.
const limit = 1000

// add remembers an edit. A single character typed right behind the one before it becomes part of that edit.
func (h *history) add(e edit, typed bool) {
	h.undone = nil
	if last := len(h.done) - 1; typed && h.typing && last >= 0 && h.done[last].after == e.at {
		h.done[last].inserted += e.inserted
		h.done[last].after = e.after
		return
	}
	h.typing = typed
	if len(h.done) >= limit {
		h.done = append(h.done[:0], h.done[1:]...)
	}
	h.done = append(h.done, e)
}

// undo takes the last edit back and returns where the cursor was before it.
func (h *history) undo(b *buffer) (pos, bool) {
	e, ok := h.move(&h.done, &h.undone)
	if ok {
		b.replace(e.at, after(e.at, e.inserted), e.removed)
	}
	return e.before, ok
}

// redo makes the edit taken back last again and returns where the cursor was after it.
func (h *history) redo(b *buffer) (pos, bool) {
	e, ok := h.move(&h.undone, &h.done)
	if ok {
		b.replace(e.at, after(e.at, e.removed), e.inserted)
	}
	return e.after, ok
}

// move takes the last edit of a stack over to the other one.
func (h *history) move(from, to *[]edit) (edit, bool) {
	h.typing = false
	last := len(*from) - 1
	if last < 0 {
		return edit{}, false
	}
	e := (*from)[last]
	*from = (*from)[:last]
	*to = append(*to, e)
	return e, true
}
