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

// change writes the rows that are others than before, what is wrong no more, and what has gone.
func (p *page) change(when string, before, now *naming.Table) {
	p.line("")
	p.line(when + summary(now))
	rows := make([][]string, len(now.Rows))
	for i := range now.Rows {
		rows[i] = cellsOf(&now.Rows[i])
	}
	p.fit(now, rows)
	d := naming.Compare(before, now)
	for _, row := range d.Rows {
		p.row(cellsOf(row))
		p.findings(row)
	}
	for _, f := range d.Mended {
		p.line("mended  " + strings.TrimSpace(f.Name()+"  "+quoted(f.Event)+"  "+f.Place.String()))
	}
	for _, row := range d.Gone {
		p.line("gone  " + quoted(row.Name()))
	}
	if len(d.Rows)+len(d.Mended)+len(d.Gone) == 0 && len(before.Unread) == len(now.Unread) {
		p.line("nothing is different")
	}
}

// anyRead reports whether something that has changed is read with some paths.
func anyRead(paths, changed []string) bool {
	return slices.ContainsFunc(changed, func(path string) bool { return sources.Read(paths, path) })
}
