package listing

import (
	"fmt"

	"segtap/capture/journal"
	"segtap/capture/store/index"
	"segtap/capture/store/intake"
	"segtap/mapping/message"
)

// Messages reads the messages of rows that stand behind each other in the file,
// without reading or splitting the record of a batch again for each of them. It may not be
// used by several goroutines at once.
type Messages struct {
	Lines journal.Lines // to read many records that follow each other; nil: one by one
	// Scratch is the memory that messages are read with by who is done with each before the
	// next; nil for their own.
	Scratch *message.Scratch
	Record  journal.Record // that was read last; of no kind when none could be

	place journal.Place
	in    *message.Intake
}

// Of gives the message of a row, split as it was when it came.
func (m *Messages) Of(records Records, r *index.Row) (message.Message, message.Arrival, error) {
	if place := r.Place(); m.place != place || m.Record.Kind == 0 {
		if err := m.read(records, place); err != nil {
			return message.Message{}, message.Arrival{}, err
		}
	}
	if int(r.Item) >= m.in.Len() {
		return message.Message{}, message.Arrival{}, fmt.Errorf("%w at byte %d: it does not hold message %d", journal.ErrDamaged, r.Offset, r.Item+1)
	}
	return m.in.Message(int(r.Item)), m.in.Arrival(int(r.Item)), nil
}

// read reads the record at a place. Where it fails nothing is held any more: the memory of the
// record before may have been written to.
func (m *Messages) read(records Records, place journal.Place) (err error) {
	switch {
	case m.Lines == nil:
		m.Record, err = records.ReadAt(place)
	case m.Scratch == nil:
		m.Record, err = m.Lines.Record(place)
	default:
		err = m.Lines.Next(place, &m.Record)
	}
	if err != nil {
		m.Record.Kind = 0
		return err
	}
	m.taken(place)
	return nil
}

// take keeps a record that has been read.
func (m *Messages) take(place journal.Place, rec journal.Record) {
	m.Record = rec
	m.taken(place)
}

// taken takes the record apart.
func (m *Messages) taken(place journal.Place) {
	m.place, m.in = place, intake.Of(&m.Record, m.Scratch)
}
