package naming

import "segtap/mapping/verdict"

// Counts are the numbers of a table. Whoever sums a table up takes them from here.
type Counts struct {
	Names   int // in plans and code; those that become one event key are one
	Seen    int // names of events that neither has
	Metrics int
	// Missed are the names in plans and code that feed no metric, but for those that are meant to; Near of them are near to
	// one that does.
	Missed, Near int
	Other        int // names in plans and code with anything else that a person should look at
	Unfed        int // rows of metrics that nothing feeds
	Unread       int // calls whose name could not be read
	// Errors, Warnings and Infos are findings.
	Errors, Warnings, Infos int
}

// Counts counts what is in the table.
func (t *Table) Counts() (c Counts) {
	c.Unread = len(t.Unread)
	metrics := make(map[string]bool)
	for i := range t.Rows {
		row := &t.Rows[i]
		c.addFindings(row)
		for k := range row.Metrics {
			metrics[row.Metrics[k].Metric.Key] = true
		}
		if row.Status == Unfed {
			c.Unfed++
		}
		switch {
		case len(row.Planned)+len(row.Code) > 0:
			c.addName(row, t.Ignore)
		case len(row.Names) > 0 || row.Seen.Sent+row.Seen.Lost > 0:
			c.Seen++
		}
	}
	c.Metrics = len(metrics)
	return c
}

// addName counts a name in plans and code.
func (c *Counts) addName(row *Row, ignored verdict.Ignored) {
	c.Names++
	worst, found := row.Worst()
	switch {
	case row.Status == Missed && row.Nearest() != "":
		c.Missed, c.Near = c.Missed+1, c.Near+1
	case row.Status == Missed && ignored.Has(verdict.MetricNotFound, row.Name()): // meant for none
	case row.Status == Missed:
		c.Missed++
	case found && worst != verdict.Info && row.Status != Unfed:
		c.Other++
	}
}

func (c *Counts) addFindings(row *Row) {
	for i := range row.Findings {
		switch row.Findings[i].Severity {
		case verdict.Error:
			c.Errors++
		case verdict.Warning:
			c.Warnings++
		case verdict.Info:
			c.Infos++
		}
	}
}

// Nearest is the name that the row was probably meant to have; empty for none.
func (r *Row) Nearest() string {
	for i := range r.Findings {
		if near := r.Findings[i].Nearest; near != "" {
			return near
		}
	}
	return ""
}
