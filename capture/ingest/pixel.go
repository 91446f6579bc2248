package ingest

import (
	"net/http"

	"segtap/capture/ingest/tally"
	"segtap/capture/routes"
	"segtap/capture/store"
	"segtap/mapping/message"
)

// pixel keeps the message that a pixel was loaded with. Its answer is always
// the image, and no acknowledgement: nobody would read another one.
func (h *handler) pixel(w http.ResponseWriter, r *http.Request, route routes.Route) tally.Answer {
	var req store.Request
	h.request(&req, r)
	raw := routes.PixelMessage(req.Query)
	giveBack, err := h.work.take(r.Context(), raw)
	if err != nil {
		return tally.Answer{Status: http.StatusOK, Outcome: tally.Gone}
	}
	defer giveBack()
	req.Intake = message.TakeIn(route.Posted(raw, req.At))
	req.WriteKey = routes.WriteKey(r, req.Intake.WriteKey)
	prepared := h.store.Prepare(&req)
	first, err := h.store.Keep(prepared)
	if err != nil {
		return image(w, tally.NotKept)
	}
	h.opts.Tally.Kept(req.Intake.Len(), prepared.Type, 0)
	h.forward(r, &req, nil, first)
	return image(w, tally.Captured)
}
