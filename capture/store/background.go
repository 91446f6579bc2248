package store

import (
	"cmp"
	"errors"
	"net/http"
	"sync"
	"time"

	"segtap/capture/journal"
	"segtap/capture/store/index"
	"segtap/capture/store/throttle"
	"segtap/mapping"
)

// throttle returns what is right now.
func (l *list) throttle() throttle.Throttle {
	if l.opened { // nothing arrives
		return throttle.None()
	}
	l.mu.RLock()
	defer l.mu.RUnlock()
	if n := l.index.Len(); n > 0 {
		return throttle.Since(time.Since(time.UnixMicro(l.index.At(n - 1).At)))
	}
	return throttle.None()
}

// gathering is some records that follow each other, and what their messages are
// judged to be.
type gathering struct {
	places []journal.Place
	by     judging
	drafts [][]index.Draft
	errs   []error
	done   sync.WaitGroup
}

// atOnce is how many records are gathered before they are judged.
const atOnce = 256

// gather takes a record without summaries. Its messages are judged beside the
// reading of the next ones, and listed in the order of the file: whether one is a
// duplicate depends on those before it.
func (l *loader) gather(head *journal.Head) error {
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
func (l *loader) judgeRest() error { return errors.Join(l.judgeGathered(), l.judgeGathered()) }

// judgeGathered begins to judge what has been gathered, and lists what was gathered
// before that.
func (l *loader) judgeGathered() error {
	ready := l.judging
	l.judging, l.gathered = l.gathered, nil
	if g := l.judging; g != nil {
		g.by, g.drafts, g.errs = l.work.list.currentJudging(), make([][]index.Draft, len(g.places)), make([]error, len(g.places))
		limits := l.work.list.throttle()
		part := limits.Part(len(g.places))
		for from := 0; from < len(g.places); from += part {
			g.done.Go(func() {
				for i := from; i < min(from+part, len(g.places)); i++ {
					g.drafts[i], g.errs[i] = l.draftsAt(g.places[i], g.by.judge)
					limits.GiveWay(i)
				}
			})
		}
	}
	if ready == nil {
		return nil
	}
	ready.done.Wait()
	return l.list(ready)
}

// draftsAt judges the messages of a record without summaries. Those that do not say
// how they were answered have been taken, as far as Segment takes such.
func (l *loader) draftsAt(place journal.Place, judge *mapping.Judge) ([]index.Draft, error) {
	rec, err := l.records.ReadAt(place)
	if err != nil {
		return nil, err
	}
	var rd reader
	rd.take(place, rec)
	rd.rec.Origin = "" // it was opened, and stands where it was opened: it is no copy
	drafts := rd.drafts(judge)
	for i := range drafts {
		drafts[i].NoteAnswer(cmp.Or(rec.Status, http.StatusOK))
	}
	return drafts, nil
}

// list lists what has been judged. When the judge has changed meanwhile, what was
// listed before is judged anew later.
func (l *loader) list(g *gathering) error {
	if l.fromEnd {
		l.held = append(l.held, g)
		return nil
	}
	if g.by != l.now {
		l.now = g.by
		l.index.ForgetSums()
	}
	for i, drafts := range g.drafts {
		if err := g.errs[i]; err != nil {
			if !errors.Is(err, journal.ErrDamaged) {
				return err
			}
			l.index.Damaged++
			continue
		}
		for j := range drafts {
			drafts[j].Number(l.next)
			drafts[j].JudgedBy(g.by.generation)
			l.index.List(&drafts[j], g.places[i], g.by.generation)
		}
		l.next += uint64(len(drafts))
		l.index.UpTo = g.places[i].End()
		l.index.Evict()
	}
	return nil
}
