{{- /* Written by `npm run generate` from apps/operator/src/rights.ts; change it there. */ -}}
{{- define "operator.rules" -}}
# The instances.
- apiGroups: [ixn.operators.dev]
  resources: [interactionservers]
  verbs: [list, watch]
# What is said of them.
- apiGroups: [ixn.operators.dev]
  resources: [interactionservers/status]
  verbs: [patch]
# Owner references that block deletion; asked for where OwnerReferencesPermissionEnforcement is on, as on OpenShift.
- apiGroups: [ixn.operators.dev]
  resources: [interactionservers/finalizers]
  verbs: [update]
# What an instance is made of. Server-side apply is a patch, and a create as well where the object is new.
- apiGroups: [""]
  resources: [serviceaccounts, configmaps, persistentvolumeclaims, services]
  verbs: [get, list, watch, create, patch, delete]
- apiGroups: [networking.k8s.io]
  resources: [networkpolicies]
  verbs: [get, list, watch, create, patch, delete]
- apiGroups: [apps]
  resources: [controllerrevisions, statefulsets, deployments]
  verbs: [get, list, watch, create, patch, delete]
- apiGroups: [policy]
  resources: [poddisruptionbudgets]
  verbs: [get, list, watch, create, patch, delete]
- apiGroups: [autoscaling]
  resources: [horizontalpodautoscalers]
  verbs: [get, list, watch, create, patch, delete]
# What provisions databases, where a spec asks for that.
- apiGroups: [batch]
  resources: [jobs]
  verbs: [get, list, watch, create, patch, delete]
# PodMonitors, where the cluster knows them; their definition tells.
- apiGroups: [monitoring.coreos.com]
  resources: [podmonitors]
  verbs: [get, list, watch, create, patch, delete]
# Whether the cluster knows PodMonitors.
- apiGroups: [apiextensions.k8s.io]
  resources: [customresourcedefinitions]
  resourceNames: [podmonitors.monitoring.coreos.com]
  verbs: [list, watch]
# Whether deletion protection is enforced.
- apiGroups: [admissionregistration.k8s.io]
  resources: [validatingadmissionpolicies, validatingadmissionpolicybindings]
  resourceNames: [interaction-server-deletion-protection]
  verbs: [list, watch]
# How the pods of an instance are.
- apiGroups: [""]
  resources: [pods]
  verbs: [list, watch]
# Kubernetes 1.35.0 to 1.35.3 never replaces a pod of a StatefulSet that is not ready (kubernetes#137409): there, and only
# there, the operator deletes such a pod of IXN itself when its template is new.
- apiGroups: [""]
  resources: [pods]
  verbs: [delete]
# Whether pods stand behind the Services of an instance.
- apiGroups: [discovery.k8s.io]
  resources: [endpointslices]
  verbs: [list, watch]
# Which Secrets there are: only their metadata is watched; those that instances name are read one by one. With
# --poll-references-seconds get is enough.
- apiGroups: [""]
  resources: [secrets]
  verbs: [get, list, watch]
# Why pods of a StatefulSet could not be made stands in events alone.
- apiGroups: [""]
  resources: [events]
  verbs: [list, watch]
# Events about instances; one that repeats itself counts on.
- apiGroups: [events.k8s.io]
  resources: [events]
  verbs: [create, patch]
{{- end -}}
{{- define "operator.clusterRules" -}}
# Whether the cluster knows PodMonitors.
- apiGroups: [apiextensions.k8s.io]
  resources: [customresourcedefinitions]
  resourceNames: [podmonitors.monitoring.coreos.com]
  verbs: [list, watch]
# Whether deletion protection is enforced.
- apiGroups: [admissionregistration.k8s.io]
  resources: [validatingadmissionpolicies, validatingadmissionpolicybindings]
  resourceNames: [interaction-server-deletion-protection]
  verbs: [list, watch]
{{- end -}}
{{- define "operator.leaseRules" -}}
# For --leader-elect. A right to create cannot be bound to a name.
- apiGroups: [coordination.k8s.io]
  resources: [leases]
  verbs: [create]
# The Lease that the working operator holds.
- apiGroups: [coordination.k8s.io]
  resources: [leases]
  resourceNames: [{{ include "operator.leaseName" . }}]
  verbs: [get, update]
{{- end -}}
{{- define "operator.ownRules" -}}
# For --pod: what image that runs, as its Jobs run the same.
- apiGroups: [""]
  resources: [pods]
  verbs: [get]
{{- end -}}
