package metrics

import (
	"bufio"
	"context"
	"slices"
	"strings"
	"time"

	"segtap/mapping/naming"
	"segtap/ui/cli/console"
	"segtap/ui/cli/sources"
	"segtap/ui/reading"
)

// watch writes the table, and what becomes of it as files change, until somebody ends it.
func (c *covering) watch(ctx context.Context) error {
	// What is read behind this is not changed without being told.
	changed, end, err := c.opt.sources.Watch(slices.Concat(c.opt.destination.Paths(), c.files))
	if err != nil {
		return console.Cannot("run it again without --watch", "%w", err)
	}
	defer func() { _ = end() }()
	defer context.AfterFunc(ctx, func() { _ = end() })()
	table, err := c.table(ctx, reading.Change{})
	if err != nil {
		return err
	}
	if err := c.text(func(p *page) { p.table(table) }); err != nil {
		return err
	}
	console.Say(c.std, []string{summary(table) + "; watching for changes, ctrl+c ends"})
	for {
		change, ok := changed()
		if !ok || ctx.Err() != nil {
			return nil
		}
		if change.Problem != nil {
			console.Warn(c.std.Err, []error{change.Problem})
		}
		because := reading.Because(slices.Concat(change.Names, change.Metrics))
		if because == "" {
			continue
		}
		when := time.Now().Format(time.TimeOnly) + " " + because + ": "
		next, err := c.table(ctx, change)
		if err != nil {
			console.Say(c.std, []string{when + err.Error() + "; what was read before stays"})
			continue
		}
		if err := c.text(func(p *page) { p.change(when, table, next) }); err != nil {
			return err
		}
		table = next
	}
}

// text writes for a person.
func (c *covering) text(write func(*page)) error {
	out := bufio.NewWriter(c.std.Out)
	write(&page{out: out, width: widthOf(c.std.Out), failOn: c.opt.failOn})
	return out.Flush()
}

// change writes the rows that are others than before, and what is wrong no more.
func (p *page) change(when string, before, now *naming.Table) {
	p.line("")
	p.line(when + summary(now))
	was := make(map[string]string)
	for i := range before.Rows {
		was[keyOf(&before.Rows[i])] = told(&before.Rows[i])
	}
	rows := make([][]string, len(now.Rows))
	for i := range now.Rows {
		rows[i] = cellsOf(&now.Rows[i])
	}
	p.fit(now, rows)
	same := true
	for i := range now.Rows {
		row := &now.Rows[i]
		if told(row) == was[keyOf(row)] {
			continue
		}
		same = false
		p.row(rows[i])
		p.findings(row)
	}
	for _, text := range mended(before, now) {
		same = false
		p.line("mended  " + text)
	}
	if same {
		p.line("nothing is different")
	}
}

// keyOf is what a row is known by in two tables.
func keyOf(row *naming.Row) string {
	if row.EventKey != "" {
		return "key " + row.EventKey
	}
	return "name " + row.Name()
}

// told is all that is told of a row.
func told(row *naming.Row) string {
	parts := cellsOf(row)
	for i := range row.Findings {
		parts = append(parts, problemLine(&row.Findings[i], true))
	}
	return strings.Join(parts, "\x00")
}

// problemLine names a finding and where it is.
func problemLine(f *naming.Finding, column bool) string {
	place := f.Place
	if !column {
		place.Line, place.Column = 0, 0
	}
	return strings.TrimSpace(f.Name() + "  " + quoted(f.Event) + "  " + place.String())
}

// mended are the findings that are none any more, wherever in its file each was.
func mended(before, now *naming.Table) []string {
	left := make(map[string]int)
	for i := range now.Rows {
		for k := range now.Rows[i].Findings {
			left[problemLine(&now.Rows[i].Findings[k], false)]++
		}
	}
	var lines []string
	for i := range before.Rows {
		for k := range before.Rows[i].Findings {
			f := &before.Rows[i].Findings[k]
			if key := problemLine(f, false); left[key] > 0 {
				left[key]--
				continue
			}
			lines = append(lines, problemLine(f, true))
		}
	}
	return lines
}

// anyRead reports whether something that has changed is read with some paths.
func anyRead(paths, changed []string) bool {
	return slices.ContainsFunc(changed, func(path string) bool { return sources.Read(paths, path) })
}
