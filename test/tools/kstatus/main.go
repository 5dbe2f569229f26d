// Command kstatus says of Kubernetes objects what kstatus computes from them, as kubectl-like tools, Flux and kpt do.
// It reads JSON objects, one after the other or in arrays, from standard input, and writes a line of JSON for each.
package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/cli-utils/pkg/kstatus/status"
)

// verdict is what is written for an object.
type verdict struct {
	Name    string        `json:"name"`
	Status  status.Status `json:"status"`
	Message string        `json:"message"`
}

func main() {
	if err := run(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(in io.Reader, out io.Writer) error {
	decoder := json.NewDecoder(in)
	encoder := json.NewEncoder(out)
	for {
		var value json.RawMessage
		switch err := decoder.Decode(&value); {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		}
		objects := []json.RawMessage{value}
		if bytes.HasPrefix(value, []byte("[")) {
			if err := json.Unmarshal(value, &objects); err != nil {
				return err
			}
		}
		for _, object := range objects {
			found, err := compute(object)
			if err != nil {
				return err
			}
			if err := encoder.Encode(found); err != nil {
				return err
			}
		}
	}
}

func compute(object []byte) (verdict, error) {
	var parsed unstructured.Unstructured
	// Not json.Unmarshal: kstatus wants integers as int64.
	if err := parsed.UnmarshalJSON(object); err != nil {
		return verdict{}, err
	}
	result, err := status.Compute(&parsed)
	if err != nil {
		return verdict{}, fmt.Errorf("%s: %w", parsed.GetName(), err)
	}
	return verdict{Name: parsed.GetName(), Status: result.Status, Message: result.Message}, nil
}
