package stream

// Trouble says what is wrong with the stream now, for people: that it is not the one that was
// opened, or that there is no connection; empty where nothing is.
func (j *Journal) Trouble() string {
	if err := j.Present(); err != nil {
		return err.Error()
	}
	if state := j.State(); !state.Connected {
		return state.String()
	}
	return ""
}
