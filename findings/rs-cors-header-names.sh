#!/usr/bin/env bash
# rs/cors refuses a preflight whose header names are in capitals or out of order
#
# Package:  github.com/rs/cors v1.11.1, on 2026-11-29
# Expected: header names are compared whatever their case and order, as HTTP has it
#           and as the option AllowedHeaders, given in capitals, suggests.
# Seen:     Access-Control-Request-Headers must be in lower case and sorted, as
#           browsers write it. Anything else is answered 204 like a success, but
#           without a single Access-Control header.
# Meets it: who checks with curl whether an endpoint takes the Authorization header
#           that analytics.js sends, and is told no where a browser is told yes.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
export GOFLAGS=-mod=mod
go mod init finding >/dev/null 2>&1
go get github.com/rs/cors@v1.11.1 >/dev/null 2>&1

cat >main.go <<'GO'
package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"

	"github.com/rs/cors"
)

func main() {
	handler := cors.New(cors.Options{
		AllowedOrigins: []string{"*"},
		AllowedMethods: []string{http.MethodPost},
		AllowedHeaders: []string{"Authorization", "Content-Type"},
	}).Handler(http.NotFoundHandler())
	for _, names := range []string{
		"authorization,content-type",
		"Authorization,Content-Type",
		"Authorization",
		"content-type,authorization",
	} {
		r := httptest.NewRequest(http.MethodOptions, "http://127.0.0.1/v1/t", nil)
		r.Header.Set("Origin", "http://shop.example.org")
		r.Header.Set("Access-Control-Request-Method", http.MethodPost)
		r.Header.Set("Access-Control-Request-Headers", names)
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		fmt.Printf("%s: %d, allowed %q\n", names, w.Code, w.Header().Get("Access-Control-Allow-Headers"))
	}
}
GO

cat >want <<'WANT'
authorization,content-type: 204, allowed "authorization,content-type"
Authorization,Content-Type: 204, allowed ""
Authorization: 204, allowed ""
content-type,authorization: 204, allowed ""
WANT
timeout 120 go run . | tee seen
diff want seen || { echo 'changed since it was written down'; exit 1; }
echo 'still so'
