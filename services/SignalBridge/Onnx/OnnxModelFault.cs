namespace Artic.SignalBridge.Onnx;

/// <summary>Why a model cannot be used. The numbers are frozen: they go on record.</summary>
public enum OnnxModelFault
{
    /// <summary>No file at the path.</summary>
    FileMissing = 1,

    /// <summary>The file is there and cannot be read.</summary>
    FileUnreadable = 2,

    /// <summary>The file is larger than <see cref="OnnxModel.MaxFileBytes"/>.</summary>
    FileTooLarge = 3,

    /// <summary>ONNX Runtime does not take the file: not a model, damaged, or an operator that it lacks.</summary>
    Corrupt = 4,

    /// <summary>An input or output has another shape than the instance; the message states both.</summary>
    ShapeMismatch = 5,

    /// <summary>An input or output is no tensor of float, or there are too many or too few of them.</summary>
    TypeMismatch = 6,

    /// <summary><c>feature_names</c> is no JSON array of strings, or its length is not the input's width.</summary>
    MetadataInvalid = 7,

    /// <summary>libonnxruntime was not found or does not load; the message lists the places.</summary>
    RuntimeMissing = 8,

    /// <summary>The library found is older than the API version asked for.</summary>
    RuntimeTooOld = 9,

    /// <summary>The model loads, but its first run fails.</summary>
    RunFailed = 10,

    /// <summary>ONNX Runtime failed in a call that does not depend on the model.</summary>
    RuntimeFailed = 11,
}
