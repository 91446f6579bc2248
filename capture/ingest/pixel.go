package ingest

import (
	"net/http"

	"segtap/capture/routes"
	"segtap/capture/store"
	"segtap/mapping/message"
)

// pixel keeps the message that a pixel was loaded with. Its answer is always
// the image, and no acknowledgement: nobody would read another one.
func (h *handler) pixel(w http.ResponseWriter, r *http.Request, route routes.Route) {
	var req store.Request
	h.request(&req, r)
	raw := routes.PixelMessage(req.Query)
	giveBack, err := h.work.take(r.Context(), raw)
	if err != nil {
		return // the client is gone
	}
	defer giveBack()
	req.Intake = message.TakeIn(route.Posted(raw, req.At))
	req.WriteKey = routes.WriteKey(r, req.Intake.WriteKey)
	if first, err := h.store.Capture(&req); err == nil {
		h.forward(r, &req, nil, first)
	}
	image(w)
}
