package detail

import (
	"segtap/ui/draw"
	"segtap/ui/widget/jsontree"
	"segtap/ui/widget/sanitize"
)

// side is how wide one of the JSON panes would like to be where they stand side by side: to cut no line, and to cut none
// of those that matter.
type side struct{ all, kept int }

// sides are those of the message and of the event.
type sides struct{ message, event side }

// leastSide is how wide a pane is at least beside the other, and sideStep by how much it becomes wider: entries that are
// much alike are laid out alike.
const leastSide, sideStep = 20, 4

// frame is what a title has around it, and longestTitle how wide one is at most that matters.
const frame, longestTitle = 4, 36

// sideOf measures the JSON of a pane with its title. No JSON: it says that nothing goes out.
func sideOf(tree *jsontree.Tree, title string) side {
	s := side{all: sanitize.Width(title) + frame}
	if tree == nil {
		return side{max(s.all, draw.NotSentWidth), draw.NotSentWidth}
	}
	all, kept := tree.Widest()
	return side{max(s.all, all+1), max(min(s.all, longestTitle), kept+1)} // beside the scroll bar
}

// sidesOf measures both.
func sidesOf(d *Detail) sides {
	return sides{sideOf(d.message, messageTitle(d)), sideOf(d.event, draw.EventTitle(&d.got.Judgement))}
}

// divide returns how many cells the message has of those that the two share: half where that is enough for both, else one
// side as many as it needs, if it needs less than the other. The lines that matter of the event come first.
func (s *sides) divide(cells int) int {
	message, event := s.message, s.event
	half := cells / 2
	left := half
	switch {
	case message.all <= half && event.all <= cells-half:
	case message.all > half && message.all+event.all <= cells:
		left = min(half+steps(message.all-half), cells-event.all)
	case message.all <= half:
		left = max(half-steps(event.all-(cells-half)), message.all)
	case event.all <= cells-half: // the message cannot have all that it needs
		left = max(cells-steps(event.all), half, min(message.kept, cells-event.all))
	default:
		left = max(half, min(message.kept, cells-event.kept))
	}
	left = min(left, cells-event.kept)
	return max(min(left, cells-leastSide), leastSide)
}

// steps rounds up to whole steps.
func steps(n int) int { return (n + sideStep - 1) / sideStep * sideStep }
