package menu

// Styles are how rows look.
type Styles struct {
	Cursor        string // the sign at the chosen row
	Selected, Dim func(string) string
}

// Row is one that can be chosen. Its text is safe to show and as wide as it is to be.
type Row struct {
	Text  string
	Off   bool     // it cannot be chosen now
	Below []string // what is said under it while it is the chosen one
}

// View draws the rows, behind a margin, and returns in which lines the chosen one stands.
func View(rows []Row, chosen int, margin string, s Styles) (lines []string, first, last int) {
	for i, row := range rows {
		switch {
		case i == chosen:
			first = len(lines)
			lines = append(append(lines, margin+s.Cursor+s.Selected(row.Text)), row.Below...)
			last = len(lines) - 1
		case row.Off:
			lines = append(lines, margin+" "+s.Dim(row.Text))
		default:
			lines = append(lines, margin+" "+row.Text)
		}
	}
	return lines, first, last
}

// Moved returns where the cursor stands after it has been moved among n rows.
func Moved(cursor, by, n int) int { return max(min(cursor+by, n-1), 0) }

// At returns which row is drawn in a line of [View]; less than none for none.
func At(rows []Row, chosen, line int) int {
	below := 0
	if chosen >= 0 && chosen < len(rows) {
		below = len(rows[chosen].Below)
	}
	switch {
	case line > chosen && line <= chosen+below:
		return chosen
	case line > chosen:
		line -= below
	}
	if line >= len(rows) {
		return -1
	}
	return line
}
