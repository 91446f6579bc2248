package jsontree

// gutter is how many columns at the left carry glyphs: one for the cursor or a light, one for a mark.
const gutter = 2

// pane is the part of the screen that a tree is drawn in, as of the last View, and how lines lie in it.
type pane struct {
	opt    Options
	total  int // columns
	width  int // columns without the gutter
	height int // lines
	wraps  bool
	x      int // when not wrapping: how many columns are scrolled out
}

// change keeps size and options for what has to be measured until the next View. It reports whether lines may wrap
// elsewhere now.
func (p *pane) change(width, height int, opt Options) bool {
	if opt.Glyphs == (Glyphs{}) {
		opt.Glyphs = UnicodeGlyphs()
	}
	opt.Glyphs.narrow()
	changed := width != p.total || opt.Glyphs != p.opt.Glyphs
	p.opt, p.total, p.width, p.height = opt, width, max(0, width-gutter), height
	return changed
}

// scroll scrolls sideways by delta columns, unless lines wrap.
func (p *pane) scroll(delta int) (moved bool) {
	before := p.x
	if !p.wraps {
		p.x = max(0, p.x+clamp(delta, -p.x, 1<<30))
	}
	return p.x != before
}

// showColumns scrolls sideways until the columns from-to are in sight, or the first of them; no further than it takes.
func (p *pane) showColumns(from, to int) {
	const beside = 4 // that go on being seen behind them
	if p.wraps || from >= p.x && to < p.x+p.width {
		return
	}
	p.x = max(0, min(to+beside-p.width, from))
}

func clamp(v, low, high int) int {
	return max(low, min(v, high))
}
