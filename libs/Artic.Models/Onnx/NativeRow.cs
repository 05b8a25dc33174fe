using System.Runtime.InteropServices;

namespace Artic.Models.Onnx;

/// <summary>
/// A tensor of float or double in native memory, which ONNX Runtime reads or writes in place. Owner: <see cref="Dispose"/> frees it.
/// Thread: one.
/// </summary>
internal sealed unsafe class NativeRow : IDisposable
{
    private const nuint Alignment = 64;

    private readonly OnnxApi _api;
    private readonly float* _floats;
    private readonly double* _doubles;

    /// <summary>Zeros. Errors: as <see cref="OnnxApi.Check"/>.</summary>
    public NativeRow(OnnxApi api, int elementType, long[] dimensions)
    {
        _api = api;
        Length = 1;
        foreach (long size in dimensions)
        {
            Length = checked(Length * (int)size);
        }

        nuint bytes = (nuint)Math.Max(1, Length) * (nuint)OnnxElement.BytesOf(elementType);
        void* memory = NativeMemory.AlignedAlloc(bytes, Alignment);
        NativeMemory.Clear(memory, bytes);
        _floats = elementType == OnnxElement.Float ? (float*)memory : null;
        _doubles = elementType == OnnxElement.Double ? (double*)memory : null;
        nint value;
        fixed (long* sizes = dimensions)
        {
            api.Check(api.CreateTensorWithDataAsOrtValue(
                api.CpuMemory, memory, (nuint)Length * (nuint)OnnxElement.BytesOf(elementType), sizes,
                (nuint)dimensions.Length, elementType, &value));
        }

        Value = value;
    }

    /// <summary>The tensor, for ONNX Runtime.</summary>
    public nint Value { get; private set; }

    /// <summary>Numbers that it has.</summary>
    public int Length { get; }

    /// <summary>One of its numbers; writing narrows to float where it is one.</summary>
    public double this[int index]
    {
        get => _floats != null ? _floats[index] : _doubles[index];
        set
        {
            if (_floats != null)
            {
                _floats[index] = (float)value;
            }
            else
            {
                _doubles[index] = value;
            }
        }
    }

    /// <summary>All of them, where they are floats.</summary>
    public Span<float> Floats => new(_floats, _floats != null ? Length : 0);

    /// <summary>All are numbers.</summary>
    public bool IsFinite()
    {
        for (int i = 0; i < Length; i++)
        {
            if (!double.IsFinite(this[i]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Sets all to zero.</summary>
    public void Clear()
    {
        for (int i = 0; i < Length; i++)
        {
            this[i] = 0;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Value != 0)
        {
            _api.ReleaseValue(Value);
            Value = 0;
            NativeMemory.AlignedFree(_floats != null ? _floats : _doubles);
        }
    }
}
