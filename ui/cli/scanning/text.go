package scanning

import (
	"bufio"
	"cmp"
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"

	"segtap/mapping/jsondoc"
	"segtap/mapping/origin"
	"segtap/ui/cli/console"
)

// writeText writes a line for each call, by name and place.
func writeText(out *bufio.Writer, names []origin.Name) error {
	if len(names) == 0 {
		return nil
	}
	names = slices.Clone(names)
	slices.SortStableFunc(names, func(a, b origin.Name) int { return cmp.Compare(a.Event, b.Event) })
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "EVENT\tPLACE\tVALUE\tUSER KEY\tLANGUAGE")
	for _, n := range names {
		row := []string{string(jsondoc.AppendString(nil, n.Event)), n.Place.String(), value(&n), userKey(n.UserKey), n.By}
		for i, cell := range row {
			row[i] = console.Harmless(cell)
		}
		fmt.Fprintln(w, strings.Join(row, "\t"))
	}
	return w.Flush()
}

// value says what a call gives as a metric's value.
func value(n *origin.Name) string {
	var all []string
	for _, p := range n.Properties {
		name, ok := strings.CutPrefix(p.Pointer, "/properties/")
		if !ok || name != "revenue" && name != "value" {
			continue
		}
		all = append(all, name+" "+cmp.Or(p.Value, types(p.Types), "?"))
	}
	switch {
	case len(all) > 0:
		return strings.Join(all, ", ")
	case n.Closed:
		return "-"
	}
	return "?"
}

// types names the types that a value may have.
func types(all []origin.Type) string {
	var names []string
	for _, t := range all {
		names = append(names, string(t))
	}
	return strings.Join(names, " or ")
}

// userKey says what is known of the user's key.
func userKey(key origin.UserKey) string { return cmp.Or(string(key), "?") }
