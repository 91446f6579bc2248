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
	folding  folding  // what is folded while nobody has folded anything
	search   search   // what is searched for in it
	painted  int      // bytes of the last View
}

// New parses raw, which may be of any length and need not be JSON, and shows all of it unfolded with the cursor on the
// first line, or on the line where it stops being JSON. It keeps a copy of raw.
func New(raw []byte) *Tree {
	t := &Tree{doc: read(raw)}
	t.marks.doc = &t.doc
	t.outline.doc, t.outline.marks = &t.doc, &t.marks
	t.text.doc, t.text.marks, t.text.pane = &t.doc, &t.marks, &t.pane
	t.folding.doc, t.search.doc, t.text.search = &t.doc, &t.doc, &t.search
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
// It reports whether that has moved anything.
func (t *Tree) ScrollX(delta int) bool { return t.pane.scroll(delta) }

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
	t.folding.chosen = true
	t.doc.nodes[id].fold(fold)
	t.relist()
}

// FoldAll folds every container but the outermost.
func (t *Tree) FoldAll() {
	t.folding.chosen = true
	for id := range t.doc.nodes {
		if n := &t.doc.nodes[id]; id > 0 && n.hasChildren() {
			n.fold(true)
		}
	}
	t.relist()
}

// UnfoldAll unfolds everything.
func (t *Tree) UnfoldAll() {
	t.folding.chosen = true
	for id := range t.doc.nodes {
		t.doc.nodes[id].fold(false)
	}
	t.relist()
}

// Reveal moves the cursor to the line of pointer and unfolds what hides it. It reports false when there is no such
// line.
func (t *Tree) Reveal(pointer string) bool {
	r, ok := t.outline.seek(pointer)
	if ok {
		t.reveal(r)
	}
	return ok
}

// reveal moves the cursor to a row, and returns what was unfolded for it.
func (t *Tree) reveal(r row) []int32 {
	hid := t.outline.uncover(r)
	if len(hid) > 0 {
		t.relist()
	}
	t.window.cursor = t.outline.find(r)
	return hid
}

// Prefer says what matters: until a person folds or unfolds something, the lines of the pointers keep are in no fold, the
// containers away are folded, and of the others as many as it takes to have all of it in the window, those first that
// lie deep and are long. A container among keep is open, not all that is in it.
func (t *Tree) Prefer(keep, away []string) { t.folding.ask(keep, away) }

// Wants returns how many lines there would be with nothing folded but what [Tree.Prefer] has away: how high the window may
// usefully be. When a person has folded something it is the lines that there are.
func (t *Tree) Wants() int {
	if t.folding.asked && !t.folding.chosen && t.doc.err == nil {
		return t.folding.wants(len(t.marks.ghosts))
	}
	return len(t.outline.rows)
}

// FoldAs takes over what a person has folded in another tree.
func (t *Tree) FoldAs(other *Tree) {
	t.folding.as(&other.folding)
	t.relist()
}

// Accompany moves the cursor to the line of the first of these pointers that there are, or to the fold that hides it, and
// has [Tree.View] bring as many of their lines in sight as there is room for. It unfolds nothing.
func (t *Tree) Accompany(pointers ...string) {
	t.window.wanted = t.window.wanted[:0]
	for _, p := range pointers {
		if r, ok := t.outline.seek(p); ok {
			t.window.wanted = append(t.window.wanted, r)
		}
	}
	if len(t.window.wanted) > 0 {
		t.window.cursor = t.outline.find(t.window.wanted[0])
	}
}

// Search looks for text in names and values, as they are written and as they read without escapes, folded ones too,
// whatever the case. It moves the cursor to the first line that holds it, from where the search began on, else to the
// first of all, and unfolds what hides it. An empty text ends the search; the cursor stays where it is then.
func (t *Tree) Search(text string) {
	if text == t.search.text {
		return
	}
	if t.search.text == "" {
		t.search.began, t.search.opened = t.here(), nil
	}
	t.search.look(text)
	t.wrapping.forget()
	if text != "" {
		t.goTo(t.search.from(t.search.began))
	}
}

// SearchGo moves the cursor by lines that hold the text searched for, around either end. It reports false when there is
// none.
func (t *Tree) SearchGo(by int) bool {
	at := t.search.from(t.here())
	if by > 0 && t.search.number(t.here()) == 0 {
		at-- // the next is the one found first behind the cursor
	}
	return t.goTo(at + by)
}

// Found returns which of the lines that hold the text the cursor is on, counted from one, zero when it is on none, and
// how many there are.
func (t *Tree) Found() (at, of int) { return t.search.number(t.here()), len(t.search.hits) }

// Colour colours these words, whatever their case, while nothing is searched for.
func (t *Tree) Colour(words []string) {
	t.search.words, t.search.matched = words, nil
	t.wrapping.forget()
}

// Count returns how many lines hold a text.
func (t *Tree) Count(text string) int {
	counted := search{doc: &t.doc}
	counted.look(text)
	return len(counted.hits)
}

// here returns the node that the cursor is on.
func (t *Tree) here() int32 { return t.outline.rows[t.window.cursor].node }

// goTo moves the cursor to what was found as number i from zero, or around the end. What was unfolded for another one is
// folded again.
func (t *Tree) goTo(i int) bool {
	id, ok := t.search.hit(i)
	if !ok {
		return false
	}
	for _, opened := range t.search.opened {
		t.doc.nodes[opened].fold(true)
	}
	if len(t.search.opened) > 0 {
		t.relist()
	}
	t.search.opened = t.reveal(row{node: id})
	t.showMatch(row{node: id})
	return true
}

// showMatch scrolls sideways to the first match in a row, if it is out of sight.
func (t *Tree) showMatch(r row) {
	col := 0
	for _, p := range t.text.pieces(r) {
		if p.matches {
			t.pane.showColumns(col, col+p.width)
			return
		}
		col += p.width
	}
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

// Window returns which rows were in sight in the last View, from the first (inclusive) to upTo (exclusive), of how many.
func (t *Tree) Window() (from, upTo, of int) {
	return t.window.top, t.window.bottomWhole(t.window.room()) + 1, len(t.outline.rows)
}

// View returns the lines of the window, exactly height of them, none wider than width columns; a negative size counts as
// zero. It remembers the size, scrolls as little as it takes to have the cursor in the window, and not beyond the end of
// the longest line in it.
func (t *Tree) View(width, height int, opt Options) []string {
	if t.pane.change(max(0, width), max(0, height), opt) {
		t.wrapping.forget()
	}
	if t.folding.due(t.pane.height) {
		t.folding.fit(t.pane.height, len(t.marks.ghosts), t.here())
		t.relist()
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
