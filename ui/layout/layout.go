package layout

// Rect is a box of cells.
type Rect struct{ X, Y, W, H int }

// Empty reports whether it has no cells.
func (r Rect) Empty() bool { return r.W <= 0 || r.H <= 0 }

// Contains reports whether a cell is in it.
func (r Rect) Contains(x, y int) bool { return x >= r.X && x < r.X+r.W && y >= r.Y && y < r.Y+r.H }

// Sizes at which the screen changes its arrangement, in cells.
const (
	Wide          = 100 // two things side by side from this screen width
	RoomForTabs   = 14  // below this height only one of two JSON panes is shown
	roomForHeader = 8   // below this screen height header and footer go
)

// Screen says where everything stands on a screen. It is computed, never stored: the
// same sizes give the same boxes.
type Screen struct {
	Header Rect // status, and under it the screens and the filter
	Body   Rect // all between header and what is said
	Said   Rect // notices, and what does not work
	Footer Rect // keys, one line
}

// Arrange lays out a screen of w×h cells. ToSay is how many lines there are to say, which
// get no more than half of the body.
func Arrange(w, h, toSay int) Screen {
	var s Screen
	s.Body = Rect{0, 0, w, h}
	if h >= roomForHeader {
		s.Header = Rect{0, 0, w, 2}
		s.Footer = Rect{0, h - 1, w, 1}
		s.Body = Rect{0, 2, w, h - 3}
	}
	toSay = min(toSay, s.Body.H/2)
	s.Body.H -= toSay
	s.Said = Rect{0, s.Body.Y + s.Body.H, w, toSay}
	return s
}
