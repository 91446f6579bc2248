package language

import "slices"

// Names returns the names of all languages that are known, sorted.
func Names() []string {
	var names []string
	for _, l := range languages {
		names = append(names, l.Name)
	}
	slices.Sort(names)
	return slices.Compact(names)
}
