package editor

// caret is the cursor in a text, with the selection that it draws behind it.
type caret struct {
	at      pos
	column  int  // on the screen, that moving up and down keeps to
	anchor  pos  // where the selection started
	selects bool // there is a selection
}

// selection returns the ends of the selection in order, or the cursor twice.
func (c *caret) selection() (from, to pos) {
	switch {
	case !c.selects:
		return c.at, c.at
	case c.anchor.before(c.at):
		return c.anchor, c.at
	}
	return c.at, c.anchor
}

// moveTo moves the cursor to p, which is shown at a column, and the selection with it, or ends the selection.
func (c *caret) moveTo(p pos, column int, selecting bool) {
	if selecting && !c.selects {
		c.anchor = c.at
	}
	c.at, c.column = p, column
	c.selects = selecting && c.anchor != p
}
