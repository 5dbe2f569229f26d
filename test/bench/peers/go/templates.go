package main

import (
	"encoding/json"
	"os"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// Placeholders of what differs between instances, as the TypeScript side writes them.
const (
	namePlaceholder      = "name-placeholder"
	namespacePlaceholder = "namespace-placeholder"
	uidPlaceholder       = "00000000-0000-4000-8000-000000000000"
	tenantPlaceholder    = "11111111-1111-4111-8111-111111111111"
)

// templates are the manifests of one instance as JSON texts, in the order in which they are applied.
type templates []string

func readTemplates(path string) (templates, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var manifests []json.RawMessage
	if err := json.Unmarshal(text, &manifests); err != nil {
		return nil, err
	}
	found := make(templates, 0, len(manifests))
	for _, manifest := range manifests {
		found = append(found, string(manifest))
	}
	return found, nil
}

// render gives the objects of one instance.
func (from templates) render(instance *unstructured.Unstructured) ([]*unstructured.Unstructured, error) {
	tenant, _, err := unstructured.NestedString(instance.Object, "spec", "tenant", "id")
	if err != nil {
		return nil, err
	}
	replacer := strings.NewReplacer(
		namePlaceholder, instance.GetName(),
		namespacePlaceholder, instance.GetNamespace(),
		uidPlaceholder, string(instance.GetUID()),
		tenantPlaceholder, tenant,
	)
	objects := make([]*unstructured.Unstructured, 0, len(from))
	for _, template := range from {
		object := &unstructured.Unstructured{}
		if err := object.UnmarshalJSON([]byte(replacer.Replace(template))); err != nil {
			return nil, err
		}
		objects = append(objects, object)
	}
	return objects, nil
}
