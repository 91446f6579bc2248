package jsontree

// Tree is a JSON text as lines, with a cursor, folds, marks and a window. Lines are numbered from zero as they are
// shown at the moment; folding, unfolding and [Tree.SetMarks] renumber them, while JSON Pointers stay.
type Tree struct {
	doc      document // the text
	marks    marks    // what is pointed at in it
	outline  outline  // its rows, as folds leave them
	pane     pane     // where it is drawn
	text     rowText  // what a row says
	wrapping wrapping // how many lines a row takes
	window   window   // which rows are in sight, and where the cursor is
	painted  int      // bytes of the last View
}

// New parses raw, which may be of any length and need not be JSON, and shows all of it unfolded with the cursor on the
// first line, or on the line where it stops being JSON. It keeps a copy of raw.
func New(raw []byte) *Tree {
	t := &Tree{doc: read(raw)}
	t.marks.doc = &t.doc
	t.outline.doc, t.outline.marks = &t.doc, &t.marks
	t.text.doc, t.text.marks, t.text.pane = &t.doc, &t.marks, &t.pane
	t.wrapping.doc, t.wrapping.text, t.wrapping.pane = &t.doc, &t.text, &t.pane
	t.window.outline, t.window.wrapping, t.window.pane = &t.outline, &t.wrapping, &t.pane
	t.outline.list()
	t.window.cursor = t.outline.rowOf(t.doc.errorNode())
	return t
}

// Raw returns the text as it came.
func (t *Tree) Raw() string { return t.doc.raw }

// Cursor returns the line under the cursor.
func (t *Tree) Cursor() int { return t.window.cursor }

// Pointer returns the JSON Pointer of the line under the cursor.
func (t *Tree) Pointer() string { return t.outline.pointer(t.window.cursor) }

// Move moves the cursor by delta lines; negative is up. When wrapping, a line higher than the window is first scrolled
// through by steps of one.
func (t *Tree) Move(delta int) { t.window.move(delta) }

// Page moves the cursor by delta windows, one line less each so that one stays in sight.
func (t *Tree) Page(delta int) { t.window.page(delta) }

// Home moves the cursor to the first line.
func (t *Tree) Home() { t.window.moveTo(0) }

// End moves the cursor to the last line.
func (t *Tree) End() { t.window.moveTo(len(t.outline.rows) - 1) }

// Wheel scrolls the window by delta lines; negative is up. The cursor stays until the edge of the window takes it along.
func (t *Tree) Wheel(delta int) { t.window.wheel(delta) }

// ClickAt moves the cursor to the line shown at column x and line y of the window, gutter included, and returns it. Where
// there is none it does nothing and reports false.
func (t *Tree) ClickAt(x, y int) (line int, ok bool) { return t.window.clickAt(x, y) }

// ScrollX scrolls sideways by delta columns; negative is to the left. It does nothing while lines wrap.
func (t *Tree) ScrollX(delta int) { t.pane.scroll(delta) }

// SetWrapping chooses whether long lines go on in the next or are cut at the edge of the window.
func (t *Tree) SetWrapping(wrap bool) {
	t.pane.wraps, t.pane.x, t.window.sub = wrap, 0, 0
}

// Toggle folds the container that line i opens or closes, or unfolds it, and moves the cursor to it if it was inside. It
// reports false where there is nothing to fold.
func (t *Tree) Toggle(i int) bool {
	id, ok := t.outline.container(i)
	if ok {
		t.fold(id, !t.doc.nodes[id].isFolded())
	}
	return ok
}

// Collapse folds the container under the cursor; where there is none to fold, or it is folded already, it moves the
// cursor to the container around it. It reports false when there is no such.
func (t *Tree) Collapse() bool {
	cursor := &t.window.cursor
	if id, ok := t.outline.container(*cursor); ok && !t.doc.nodes[id].isFolded() {
		t.fold(id, true)
		return true
	}
	around := t.outline.around(t.outline.rows[*cursor])
	if around < 0 {
		return false
	}
	*cursor = t.outline.rowOf(around)
	return true
}

// Expand unfolds the container under the cursor; where it is not folded it moves the cursor to its first member. It
// reports false when there is nothing to go into.
func (t *Tree) Expand() bool {
	r := t.outline.rows[t.window.cursor]
	n := &t.doc.nodes[r.node]
	switch {
	case n.isFolded():
		t.fold(r.node, false)
	case r.part == partOpen, r.part == partWhole && n.hasChildren():
		t.window.cursor++
	default:
		return false
	}
	return true
}

func (t *Tree) fold(id int32, fold bool) {
	t.doc.nodes[id].fold(fold)
	t.relist()
}

// FoldAll folds every container but the outermost.
func (t *Tree) FoldAll() {
	for id := range t.doc.nodes {
		if n := &t.doc.nodes[id]; id > 0 && n.hasChildren() {
			n.fold(true)
		}
	}
	t.relist()
}

// UnfoldAll unfolds everything.
func (t *Tree) UnfoldAll() {
	for id := range t.doc.nodes {
		t.doc.nodes[id].fold(false)
	}
	t.relist()
}

// Reveal moves the cursor to the line of pointer and unfolds what hides it. It reports false when there is no such
// line.
func (t *Tree) Reveal(pointer string) bool {
	r, ok := t.outline.seek(pointer)
	if !ok {
		return false
	}
	if t.outline.uncover(r) {
		t.relist()
	}
	t.window.cursor = t.outline.find(r)
	return true
}

// SetMarks replaces all marks, keyed by JSON Pointer. A pointer to a member that occurs several times marks each of
// them. A pointer to a member that is not there adds a line for it behind the bracket of the container it would be in:
// "userId": ⟨missing⟩. A pointer that leads into something that is no container marks that.
func (t *Tree) SetMarks(marks map[string]Mark) {
	t.marks.set(marks)
	t.relist()
}

// SetLights lights up the lines of these JSON Pointers and no others. Where a fold hides one, the folded line lights up.
func (t *Tree) SetLights(pointers ...string) { t.marks.light(pointers) }

// SetDims shows the values of these JSON Pointers dim, with all that is in them, each with its note behind it, such as
// "(from batch)", and no others.
func (t *Tree) SetDims(notes map[string]string) {
	t.marks.dim(notes)
	t.wrapping.forget()
}

// relist lists the rows anew after what is folded, marked or missing has changed. The cursor stays on its row or on the
// folded container that hides it, and so does the top of the window.
func (t *Tree) relist() {
	cursor, top := t.window.rows()
	t.outline.list()
	t.wrapping.forget()
	t.window.goBack(cursor, top)
}

// View returns the lines of the window, exactly height of them, none wider than width columns; a negative size counts as
// zero. It remembers the size, scrolls as little as it takes to have the cursor in the window, and not beyond the end of
// the longest line in it.
func (t *Tree) View(width, height int, opt Options) []string {
	if t.pane.change(max(0, width), max(0, height), opt) {
		t.wrapping.forget()
	}
	t.window.settle()
	p := painter{marks: &t.marks, pane: &t.pane, text: &t.text, wrapping: &t.wrapping, ends: make([]int, 0, t.pane.height)}
	p.out.Grow(max(t.painted, 64*t.pane.height))
	sub := t.window.sub
	for i := t.window.top; i < len(t.outline.rows) && !p.isFull(); i++ {
		p.row(t.outline.rows[i], i == t.window.cursor, sub)
		sub = 0
	}
	p.blank()
	t.painted = p.out.Len()
	return p.lines()
}
