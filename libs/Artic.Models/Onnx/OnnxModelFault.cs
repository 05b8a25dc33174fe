namespace Artic.Models.Onnx;

/// <summary>Why a model cannot be used. The numbers are frozen: they go on record.</summary>
public enum OnnxModelFault
{
    /// <summary>No file at the path.</summary>
    FileMissing = 1,

    /// <summary>The file is there and cannot be read.</summary>
    FileUnreadable = 2,

    /// <summary>The file is larger than <see cref="OnnxModelFile.MaxBytes"/>.</summary>
    FileTooLarge = 3,

    /// <summary>ONNX Runtime does not take the file: not a model, damaged, or an operator that it lacks.</summary>
    Corrupt = 4,

    /// <summary>An input or output has another shape than the instance; the message states both.</summary>
    ShapeMismatch = 5,

    /// <summary>An input or output is no tensor of float, or there are too many or too few of them.</summary>
    TypeMismatch = 6,

    /// <summary>A property is not what the contract wants, or <c>feature_names</c> has another length than the input.</summary>
    MetadataInvalid = 7,

    /// <summary>libonnxruntime was not found or does not load; the message lists the places.</summary>
    RuntimeMissing = 8,

    /// <summary>The library found is older than the API version asked for.</summary>
    RuntimeTooOld = 9,

    /// <summary>The model loads, but its first run fails.</summary>
    RunFailed = 10,

    /// <summary>ONNX Runtime failed in a call that does not depend on the model.</summary>
    RuntimeFailed = 11,

    /// <summary>A property that the contract wants is not in the file; the message names it.</summary>
    MetadataMissing = 12,

    /// <summary>A feature of the model is none that is given; the message names it.</summary>
    FeatureUnknown = 13,

    /// <summary>A feature is named twice; the message names it.</summary>
    FeatureDuplicate = 14,

    /// <summary>Inputs that are features each bear other names, or another order, than <c>feature_names</c>.</summary>
    FeatureOrder = 15,

    /// <summary>The file refers to others: what decides must be in it.</summary>
    ExternalData = 16,

    /// <summary>It draws random numbers: a run could not be replayed.</summary>
    NotDeterministic = 17,

    /// <summary>An operator, or its version or type, that the library cannot run.</summary>
    OperatorMissing = 18,

    /// <summary><c>state</c> names an input or output that is not there, or that do not fit each other.</summary>
    StateInvalid = 19,

    /// <summary>An input of a run that cannot be made: missing, of another type or shape, or of a kind not supported.</summary>
    InputInvalid = 20,

    /// <summary>A name or reference that cannot be one.</summary>
    NameInvalid = 21,

    /// <summary>The registry has no such model or version.</summary>
    VersionUnknown = 22,

    /// <summary>A file of the registry is not what was added: its SHA-256 is another.</summary>
    FileChanged = 23,

    /// <summary>The registry's own list cannot be read.</summary>
    RegistryCorrupt = 24,

    /// <summary>There is nothing to go back to, or nothing was promoted.</summary>
    NotPromoted = 25,
}
