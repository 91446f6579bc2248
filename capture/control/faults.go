package control

import "net/http"

// faults says which faults the endpoint makes on purpose.
func (a *API) faults(w http.ResponseWriter, _ *http.Request) error {
	var answer object
	answer.text("faults", a.opts.Faults.String())
	reply(w, http.StatusOK, answer.end())
	return nil
}

// setFaults puts others in their place. Calls of the API are hit by none.
func (a *API) setFaults(w http.ResponseWriter, r *http.Request) error {
	var asked struct {
		Faults *string `json:"faults"`
	}
	if err := readAsked(w, r, &asked); err != nil {
		return err
	}
	switch {
	case asked.Faults == nil:
		return fail(http.StatusBadRequest, "invalid_body", `send {"faults":"503:20%"}, or {"faults":""} for none`, "the body does not say which faults")
	case a.opts.Faults == nil:
		return fail(http.StatusConflict, "no_faults", "", "this endpoint makes no faults")
	}
	if err := a.opts.Faults.Set(*asked.Faults); err != nil {
		return fail(http.StatusBadRequest, "invalid_faults", "such as 503:20%,delay:2s", "%v", err)
	}
	return a.faults(w, r)
}
