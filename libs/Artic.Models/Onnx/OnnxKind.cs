namespace Artic.Models.Onnx;

/// <summary>What a value of ONNX is. Source: enum ONNXType in onnxruntime_c_api.h.</summary>
public enum OnnxKind
{
    /// <summary>Not known.</summary>
    Unknown = 0,

    /// <summary>A tensor.</summary>
    Tensor = 1,

    /// <summary>Values one after the other, all of one type.</summary>
    Sequence = 2,

    /// <summary>Values by their keys, such as scikit-learn's ZipMap gives.</summary>
    Map = 3,

    /// <summary>A type of a library of its own.</summary>
    Opaque = 4,

    /// <summary>A tensor of which only some places are stored.</summary>
    SparseTensor = 5,

    /// <summary>A value that may be absent.</summary>
    Optional = 6,
}
