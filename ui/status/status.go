package status

import (
	tea "charm.land/bubbletea/v2"

	"segtap/ui/dialog"
)

// Ask asks the terminal whether it shows what programs do, unless it is one that would print
// the question. One that does not answer is told nothing.
func Ask(env tea.EnvMsg) tea.Cmd {
	switch env.Getenv("TERM") {
	case "", "dumb", "linux", "vt100", "vt220":
		return nil
	}
	return tea.RequestProgramStatusSupport
}

// Facts are what there is to tell.
type Facts struct {
	Failing   string        // what does not work; empty where all does
	Dialog    dialog.Status // of the one that is open
	Reading   bool          // the metrics
	Loading   float64       // how much of the file has been listed; 1: all
	Searching bool
	Stale     int // how many entries wait to be judged anew
}

// Of returns what a terminal is told: what cannot go on before what waits for a person, that
// before what is done.
func Of(f Facts) *tea.ProgramStatus {
	s := &tea.ProgramStatus{App: "segtap", State: tea.ProgramStateIdle}
	work := func(message string) { s.State, s.Message = tea.ProgramStateWorking, message }
	switch {
	case f.Failing != "":
		s.State, s.Message = tea.ProgramStateError, f.Failing
	case f.Dialog == dialog.Asking:
		s.State, s.Kind, s.Message = tea.ProgramStateBlocked, tea.ProgramStatusKindPermission, "may it be sent?"
	case f.Dialog == dialog.Questioning:
		s.State, s.Kind, s.Message = tea.ProgramStateBlocked, tea.ProgramStatusKindQuestion, "what becomes of the draft?"
	case f.Dialog == dialog.Working:
		work("sending")
	case f.Reading:
		work("reading the metrics")
	case f.Loading < 1:
		work("reading the file")
		s.HasProgress, s.Progress = true, int(100*f.Loading)
	case f.Searching:
		work("searching")
	case f.Stale > 0:
		work("judging anew")
	}
	return s
}
