package control

import (
	_ "embed"
	"net/http"
)

// description is the OpenAPI document of the calls, written by hand. Tests hold every
// answer against it.
//
//go:embed openapi.json
var description []byte

// openapi answers with the description of the API.
func (a *API) openapi(w http.ResponseWriter, _ *http.Request) error {
	reply(w, http.StatusOK, description)
	return nil
}
