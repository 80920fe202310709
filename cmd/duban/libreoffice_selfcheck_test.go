//go:build libreoffice

package main

import (
	"testing"
)

func testSelfCheck(t *testing.T, o *office, counties []*county) {}
