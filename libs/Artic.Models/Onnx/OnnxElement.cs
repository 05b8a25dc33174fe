namespace Artic.Models.Onnx;

/// <summary>
/// ONNX's element types by their numbers. Source: enum ONNXTensorElementDataType in onnxruntime_c_api.h; TensorProto has the same.
/// </summary>
public static class OnnxElement
{
    /// <summary>4 bytes.</summary>
    public const int Float = 1;

    /// <summary>8 bytes, signed.</summary>
    public const int Int64 = 7;

    /// <summary>Text.</summary>
    public const int Text = 8;

    /// <summary>8 bytes.</summary>
    public const int Double = 11;

    private static readonly string[] s_names =
    [
        "undefined", "float", "uint8", "int8", "uint16", "int16", "int32", "int64", "string", "bool", "float16",
        "double", "uint32", "uint64", "complex64", "complex128", "bfloat16",
    ];

    private static readonly int[] s_bytes = [0, 4, 1, 1, 2, 2, 4, 8, 0, 1, 2, 8, 4, 8, 8, 16, 2];

    /// <summary>Such as "float".</summary>
    public static string NameOf(int element) => (uint)element < (uint)s_names.Length ? s_names[element] : $"type {element}";

    /// <summary>Bytes of one; 0 for text and for what is not known.</summary>
    public static int BytesOf(int element) => (uint)element < (uint)s_bytes.Length ? s_bytes[element] : 0;
}
