package preferences

import (
	"maps"
	"slices"
)

// Preferences are what has been chosen. What is empty has not been chosen.
type Preferences struct {
	Columns    []string          `json:"columns,omitempty"`     // of the list of events, in their order
	Split      int               `json:"split,omitempty"`       // share of the list beside the detail, in percent
	SplitBelow int               `json:"split_below,omitempty"` // and above it
	Detail     string            `json:"detail,omitempty"`      // where it stands: beside or below
	Sort       map[string]string `json:"sort,omitempty"`        // of a table, by the name of its screen
	Theme      string            `json:"theme,omitempty"`       // by its name
	Filters    []string          `json:"filters,omitempty"`     // that were used, the newest last
}

// The bounds of what is kept: a file may have been written by anybody.
const (
	maxFilters = 100
	maxFilter  = 4 << 10 // bytes of one
	maxNames   = 32
	maxName    = 64 // bytes of one
)

// Bounded returns the preferences without what nobody can have chosen.
func (p *Preferences) Bounded() Preferences {
	b := p.Clone()
	b.Columns = slices.DeleteFunc(b.Columns, func(name string) bool { return len(name) > maxName })
	b.Columns = b.Columns[:min(len(b.Columns), maxNames)]
	b.Split, b.SplitBelow = percent(b.Split), percent(b.SplitBelow)
	if len(b.Detail) > maxName {
		b.Detail = ""
	}
	if len(b.Theme) > maxName {
		b.Theme = ""
	}
	if len(b.Sort) > maxNames {
		b.Sort = nil
	}
	maps.DeleteFunc(b.Sort, func(name, by string) bool { return len(name) > maxName || len(by) > maxName })
	b.Filters = slices.DeleteFunc(b.Filters, func(text string) bool { return len(text) > maxFilter })
	b.Filters = b.Filters[max(len(b.Filters)-maxFilters, 0):]
	return b
}

func percent(n int) int {
	if n < 0 || n > 100 {
		return 0
	}
	return n
}

// Clone returns a copy that shares nothing with the preferences.
func (p *Preferences) Clone() Preferences {
	c := *p
	c.Columns, c.Sort, c.Filters = slices.Clone(p.Columns), maps.Clone(p.Sort), slices.Clone(p.Filters)
	return c
}

// Equal reports whether the same has been chosen.
func (p *Preferences) Equal(other *Preferences) bool {
	return p.Split == other.Split && p.SplitBelow == other.SplitBelow && p.Detail == other.Detail && p.Theme == other.Theme &&
		slices.Equal(p.Columns, other.Columns) && maps.Equal(p.Sort, other.Sort) && slices.Equal(p.Filters, other.Filters)
}

// SortBy chooses the order of the table of a screen.
func (p *Preferences) SortBy(screen, order string) {
	if p.Sort == nil {
		p.Sort = make(map[string]string)
	}
	p.Sort[screen] = order
}

// Used remembers a filter that was used, once: the oldest of many goes.
func (p *Preferences) Used(filter string) {
	if filter == "" || len(filter) > maxFilter {
		return
	}
	p.Filters = slices.DeleteFunc(slices.Clone(p.Filters), func(text string) bool { return text == filter })
	p.Filters = append(p.Filters, filter)
	p.Filters = p.Filters[max(len(p.Filters)-maxFilters, 0):]
}
