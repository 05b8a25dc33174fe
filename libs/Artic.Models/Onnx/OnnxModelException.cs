using System.Text.Json;

namespace Artic.Models.Onnx;

/// <summary>A model that cannot be used: <see cref="Fault"/> for a program, the message for a person.</summary>
public sealed class OnnxModelException : Exception
{
    /// <summary>A fault with what was found and what was wanted.</summary>
    public OnnxModelException(OnnxModelFault fault, string message, Exception? inner = null)
        : base(message, inner) => Fault = fault;

    /// <summary>The reason, for records and decisions.</summary>
    public OnnxModelFault Fault { get; }

    /// <summary>The reason as a word, such as <c>FEATURE_UNKNOWN</c>.</summary>
    public string Code => JsonNamingPolicy.SnakeCaseUpper.ConvertName(Fault.ToString());
}
