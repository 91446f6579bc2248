package notation

import "segtap/capture/journal"

// Records reads whole records for one who has their lines, as [journal.Lines] says.
type Records struct {
	Line    func(journal.Place) ([]byte, error) // gives the line at a place
	Damaged func(journal.Place, error) error    // says why there is no record at one
	reader  Reader
}

// Record returns the record at a place.
func (r *Records) Record(place journal.Place) (journal.Record, error) {
	line, err := r.Line(place)
	if err != nil {
		return journal.Record{}, err
	}
	var rec journal.Record
	if err := Read(line, &rec); err != nil {
		return journal.Record{}, r.Damaged(place, err)
	}
	rec.Place = place
	return rec, nil
}

// Next reads the record at a place into rec, but for its summaries. It is valid until the next
// call, be it one that fails.
func (r *Records) Next(place journal.Place, rec *journal.Record) error {
	line, err := r.Line(place)
	if err != nil {
		return err
	}
	if err := r.reader.Read(line, rec); err != nil {
		return r.Damaged(place, err)
	}
	rec.Place = place
	return nil
}
