package columns

import "strings"

// Flag is a flag for columns, by their names: several with commas between them. Given again
// it takes the place of what was given before.
type Flag struct{ Columns []Column }

// Set takes names with commas between them.
func (f *Flag) Set(text string) error { return f.Replace(strings.Split(text, ",")) }

// Append takes one more name.
func (f *Flag) Append(name string) error { return f.Replace(append(f.GetSlice(), name)) }

// Replace takes the names of a configuration.
func (f *Flag) Replace(names []string) error {
	of, err := Named(names)
	if err != nil {
		return err
	}
	f.Columns = of
	return nil
}

// GetSlice returns the names.
func (f *Flag) GetSlice() []string { return Names(f.Columns) }

func (f *Flag) String() string { return strings.Join(f.GetSlice(), ",") }

// Type returns what help calls it.
func (f *Flag) Type() string { return "names" }
