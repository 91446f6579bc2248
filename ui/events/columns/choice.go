package columns

import (
	"slices"

	"segtap/ui/preferences"
)

// Choice is which columns are shown: those that a person has chosen on the screen, else
// those that were given at the start, else all.
type Choice struct {
	chosen *preferences.Preferences
	given  []Column // none: all
	typed  bool     // they were given for this run, and go before what was chosen in another
}

// NewChoice returns a choice that is remembered in preferences. Given are the columns that
// the command line or a configuration has; typed says that they are for this run.
func NewChoice(chosen *preferences.Preferences, given []Column, typed bool) *Choice {
	return &Choice{chosen: chosen, given: given, typed: typed && len(given) > 0}
}

// Now returns the columns that are shown.
func (c *Choice) Now() []Column {
	if !c.typed && len(c.chosen.Columns) > 0 {
		if of, err := Named(c.chosen.Columns); err == nil {
			return of
		}
	}
	return c.Usual()
}

// Usual returns those that are shown when nothing has been chosen.
func (c *Choice) Usual() []Column {
	if len(c.given) > 0 {
		return slices.Clone(c.given)
	}
	return All()
}

// Choose shows other columns. None: the usual ones.
func (c *Choice) Choose(of []Column) {
	c.typed = false
	if len(of) == 0 || slices.Equal(of, c.Usual()) {
		c.chosen.Columns = nil
		return
	}
	c.chosen.Columns = Names(of)
}
