// Written by `npm run generate` from test/kit/fixtures, which the integration tests hold against the API server.
import type { MergeSchema } from '@ixn/manifests';

export const podMergeSchema: MergeSchema = {
  "root": "io.k8s.api.core.v1.PodTemplateSpec",
  "types": {
    "io.k8s.api.core.v1.PodTemplateSpec": {
      "metadata": {
        "type": "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta"
      },
      "spec": {
        "type": "io.k8s.api.core.v1.PodSpec"
      }
    },
    "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta": {
      "finalizers": {
        "merged": true
      },
      "ownerReferences": {
        "merged": true,
        "key": "uid"
      }
    },
    "io.k8s.api.core.v1.PodSpec": {
      "containers": {
        "type": "io.k8s.api.core.v1.Container",
        "merged": true,
        "key": "name"
      },
      "ephemeralContainers": {
        "type": "io.k8s.api.core.v1.EphemeralContainer",
        "merged": true,
        "key": "name"
      },
      "hostAliases": {
        "merged": true,
        "key": "ip"
      },
      "imagePullSecrets": {
        "merged": true,
        "key": "name"
      },
      "initContainers": {
        "type": "io.k8s.api.core.v1.Container",
        "merged": true,
        "key": "name"
      },
      "resourceClaims": {
        "merged": true,
        "key": "name"
      },
      "schedulingGates": {
        "merged": true,
        "key": "name"
      },
      "topologySpreadConstraints": {
        "merged": true,
        "key": "topologyKey"
      },
      "volumes": {
        "type": "io.k8s.api.core.v1.Volume",
        "merged": true,
        "key": "name"
      }
    },
    "io.k8s.api.core.v1.Container": {
      "env": {
        "merged": true,
        "key": "name"
      },
      "ports": {
        "merged": true,
        "key": "containerPort"
      },
      "volumeDevices": {
        "merged": true,
        "key": "devicePath"
      },
      "volumeMounts": {
        "merged": true,
        "key": "mountPath"
      }
    },
    "io.k8s.api.core.v1.EphemeralContainer": {
      "env": {
        "merged": true,
        "key": "name"
      },
      "ports": {
        "merged": true,
        "key": "containerPort"
      },
      "volumeDevices": {
        "merged": true,
        "key": "devicePath"
      },
      "volumeMounts": {
        "merged": true,
        "key": "mountPath"
      }
    },
    "io.k8s.api.core.v1.Volume": {
      "ephemeral": {
        "type": "io.k8s.api.core.v1.EphemeralVolumeSource"
      }
    },
    "io.k8s.api.core.v1.EphemeralVolumeSource": {
      "volumeClaimTemplate": {
        "type": "io.k8s.api.core.v1.PersistentVolumeClaimTemplate"
      }
    },
    "io.k8s.api.core.v1.PersistentVolumeClaimTemplate": {
      "metadata": {
        "type": "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta"
      }
    }
  }
};
