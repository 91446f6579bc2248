package control

// Route is a row of the table of calls, for the tests.
type Route struct {
	Method, Path string
	Parameters   []string
}

// Routes returns all calls.
func Routes() (all []Route) {
	for _, r := range routes() {
		all = append(all, Route{r.method, r.path, r.parameters})
	}
	return all
}

// HoldTurns takes the turns of all who look at what has just come, until it is released.
func (a *API) HoldTurns() (release func()) {
	for range cap(a.turns) {
		a.turns <- struct{}{}
	}
	return func() {
		for range cap(a.turns) {
			<-a.turns
		}
	}
}
