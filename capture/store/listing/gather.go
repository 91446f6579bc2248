package listing

import (
	"cmp"
	"errors"
	"net/http"
	"sync"

	"segtap/capture/journal"
	"segtap/capture/store/index"
	"segtap/mapping"
)

// gathering is some records that follow each other, and what their messages are
// judged to be.
type gathering struct {
	places []journal.Place
	by     Judging
	drafts [][]index.Draft
	errs   []error
	done   sync.WaitGroup
}

// atOnce is how many records are gathered before they are judged.
const atOnce = 256

// gather takes a record without summaries. Its messages are judged beside the
// reading of the next ones, and listed in the order of the file: whether one is a
// duplicate depends on those before it.
func (l *Lister) gather(head *journal.Head) error {
	if l.gathered == nil {
		l.gathered = new(gathering)
	}
	l.gathered.places = append(l.gathered.places, head.Place)
	if len(l.gathered.places) < atOnce {
		return nil
	}
	return l.judgeGathered()
}

// judgeRest lists what has been gathered.
func (l *Lister) judgeRest() error { return errors.Join(l.judgeGathered(), l.judgeGathered()) }

// judgeGathered begins to judge what has been gathered, and lists what was gathered
// before that.
func (l *Lister) judgeGathered() error {
	ready := l.judging
	l.judging, l.gathered = l.gathered, nil
	if g := l.judging; g != nil {
		g.by, g.drafts, g.errs = l.of.Judging(), make([][]index.Draft, len(g.places)), make([]error, len(g.places))
		limits := l.of.Throttle()
		part := limits.Part(len(g.places))
		for from := 0; from < len(g.places); from += part {
			g.done.Go(func() {
				for i := from; i < min(from+part, len(g.places)); i++ {
					g.drafts[i], g.errs[i] = l.draftsAt(g.places[i], g.by.Judge)
					limits.GiveWay(i)
				}
			})
		}
	}
	if ready == nil {
		return nil
	}
	ready.done.Wait()
	return l.listGathered(ready)
}

// draftsAt judges the messages of a record without summaries. Those that do not say
// how they were answered have been taken, as far as Segment takes such.
func (l *Lister) draftsAt(place journal.Place, judge *mapping.Judge) ([]index.Draft, error) {
	rec, err := l.of.Records.ReadAt(place)
	if err != nil {
		return nil, err
	}
	var m Messages
	m.take(place, rec)
	m.Record.Origin = "" // it was opened, and stands where it was opened: it is no copy
	drafts := m.drafts(judge)
	for i := range drafts {
		drafts[i].NoteAnswer(cmp.Or(rec.Status, http.StatusOK))
	}
	return drafts, nil
}

// listGathered lists what has been judged. When the judge has changed meanwhile, what was
// listed before is judged anew later.
func (l *Lister) listGathered(g *gathering) error {
	if l.fromEnd {
		l.held = append(l.held, g)
		return nil
	}
	if g.by != l.Now {
		l.Now = g.by
		l.Index.ForgetSums()
	}
	for i, drafts := range g.drafts {
		if err := g.errs[i]; err != nil {
			if !errors.Is(err, journal.ErrDamaged) {
				return err
			}
			l.Index.Damaged++
			continue
		}
		for j := range drafts {
			drafts[j].Number(l.next)
			drafts[j].JudgedBy(g.by.Generation)
			l.Index.List(&drafts[j], g.places[i], g.by.Generation)
		}
		l.next += uint64(len(drafts))
		l.Index.UpTo = g.places[i].End()
		l.Index.Evict()
	}
	return nil
}
