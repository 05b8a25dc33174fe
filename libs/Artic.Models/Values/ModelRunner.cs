using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text;
using Artic.Models.Onnx;

namespace Artic.Models.Values;

/// <summary>
/// Runs any model, whatever its inputs and outputs are: for looking at one, not for the hot path. What is given need not keep the
/// contract of traded models. Owner: <see cref="Dispose"/> frees the session. Thread: one. Blocks; allocates.
/// </summary>
public sealed unsafe class ModelRunner : IDisposable
{
    private readonly OnnxApi _api;
    private readonly OnnxSession _session;

    /// <summary>Errors: <see cref="OnnxModelException"/>.</summary>
    /// <param name="file">The model.</param>
    /// <param name="path">Its name, for messages.</param>
    public ModelRunner(ReadOnlySpan<byte> file, string path)
    {
        _api = OnnxApi.Shared();
        _session = new OnnxSession(_api, file, path);
    }

    /// <summary>What it takes.</summary>
    public IReadOnlyList<OnnxSignature> Inputs => _session.Inputs;

    /// <summary>What it gives.</summary>
    public IReadOnlyList<OnnxSignature> Outputs => _session.Outputs;

    /// <summary>What is in its graph.</summary>
    public GraphSummary Summary => _session.Summary;

    /// <summary>Its metadata properties.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _session.AllMetadata();

    /// <summary>One run. Errors: <see cref="OnnxModelException"/>: InputInvalid, RunFailed, TypeMismatch.</summary>
    /// <param name="inputs">A value for each input, in their order.</param>
    public ModelValue[] Run(IReadOnlyList<ModelValue> inputs)
    {
        if (inputs.Count != _session.Inputs.Length)
        {
            throw new OnnxModelException(
                OnnxModelFault.InputInvalid, $"{inputs.Count} values for {_session.Inputs.Length} inputs");
        }

        byte** names = stackalloc byte*[Math.Max(1, inputs.Count)];
        byte** outputNames = stackalloc byte*[Math.Max(1, Outputs.Count)];
        nint[] values = new nint[inputs.Count];
        nint[] outputs = new nint[Outputs.Count];
        List<nint> memory = [];
        try
        {
            for (int i = 0; i < values.Length; i++)
            {
                names[i] = _session.NativeName(_session.Inputs[i], isInput: true);
                values[i] = Make(inputs[i], _session.Inputs[i].Name, memory);
            }

            for (int i = 0; i < outputs.Length; i++)
            {
                outputNames[i] = _session.NativeName(_session.Outputs[i], isInput: false);
            }

            fixed (nint* given = values, wanted = outputs)
            {
                _api.Check(
                    _api.Run(_session.Handle, 0, names, given, (nuint)values.Length, outputNames, (nuint)outputs.Length, wanted),
                    OnnxModelFault.RunFailed);
            }

            return Array.ConvertAll(outputs, Take);
        }
        finally
        {
            Array.ForEach(values, Release);
            Array.ForEach(outputs, Release);
            memory.ForEach(each => NativeMemory.AlignedFree((void*)each));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _session.Dispose();

    [SuppressMessage("Style", "IDE0066", Justification = "cases of several statements")]
    private nint Make(ModelValue value, string name, List<nint> memory)
    {
        switch (value)
        {
            case TensorValue tensor:
                return MakeTensor(tensor, memory);
            case SequenceValue { Items.Count: > 0 } sequence:
                nint[] items = new nint[sequence.Items.Count];
                try
                {
                    for (int i = 0; i < items.Length; i++)
                    {
                        items[i] = Make(sequence.Items[i], name, memory);
                    }

                    nint made;
                    fixed (nint* at = items)
                    {
                        _api.Check(
                            _api.CreateValue(at, (nuint)items.Length, (int)OnnxKind.Sequence, &made),
                            OnnxModelFault.InputInvalid, $"input '{name}'");
                    }

                    return made;
                }
                finally
                {
                    Array.ForEach(items, Release);
                }

            default:
                throw new OnnxModelException(
                    OnnxModelFault.InputInvalid,
                    $"input '{name}': {(value is AbsentValue ? "an absent value" : value is SequenceValue ? "an empty sequence" : "a map")} cannot be given");
        }
    }

    private nint MakeTensor(TensorValue tensor, List<nint> memory)
    {
        nint value;
        fixed (long* sizes = tensor.Dimensions)
        {
            if (tensor.ElementType == OnnxElement.Text)
            {
                _api.Check(_api.CreateTensorAsOrtValue(
                    _api.Allocator, sizes, (nuint)tensor.Dimensions.Length, OnnxElement.Text, &value));
                Fill(value, tensor.Texts);
                return value;
            }

            byte* data = (byte*)NativeMemory.AlignedAlloc((nuint)Math.Max(1, tensor.Data.Length), 64);
            memory.Add((nint)data);
            tensor.Data.CopyTo(new Span<byte>(data, tensor.Data.Length));
            _api.Check(
                _api.CreateTensorWithDataAsOrtValue(
                    _api.CpuMemory, data, (nuint)tensor.Data.Length, sizes, (nuint)tensor.Dimensions.Length, tensor.ElementType, &value),
                OnnxModelFault.InputInvalid);
        }

        return value;
    }

    private void Fill(nint value, string[] texts)
    {
        nint[] native = Array.ConvertAll(texts, Marshal.StringToCoTaskMemUTF8);
        try
        {
            fixed (nint* at = native)
            {
                _api.Check(_api.FillStringTensor(value, (byte**)at, (nuint)native.Length));
            }
        }
        finally
        {
            Array.ForEach(native, Marshal.FreeCoTaskMem);
        }
    }

    private ModelValue Take(nint value)
    {
        // An optional output that is absent has no value at all.
        int kind;
        if (value == 0 || _api.GetValueType(value, &kind) is var status and not 0 && Ignored(status))
        {
            return new AbsentValue();
        }

        switch ((OnnxKind)kind)
        {
            case OnnxKind.Tensor:
                return TakeTensor(value);
            case OnnxKind.Map:
                return new MapValue((TensorValue)TakePart(value, 0), (TensorValue)TakePart(value, 1));
            case OnnxKind.Sequence:
                nuint count;
                _api.Check(_api.GetValueCount(value, &count));
                ModelValue[] items = new ModelValue[count];
                for (int i = 0; i < items.Length; i++)
                {
                    items[i] = TakePart(value, i);
                }

                return new SequenceValue(items);
            default:
                throw new OnnxModelException(OnnxModelFault.TypeMismatch, $"it gives a {(OnnxKind)kind}, which cannot be shown");
        }
    }

    private bool Ignored(nint status)
    {
        _api.ReleaseStatus(status);
        return true;
    }

    private ModelValue TakePart(nint value, int index)
    {
        nint part;
        _api.Check(_api.GetValue(value, index, _api.Allocator, &part));
        try
        {
            return Take(part);
        }
        finally
        {
            _api.ReleaseValue(part);
        }
    }

    private TensorValue TakeTensor(nint value)
    {
        int element = OnnxMaps.ElementOf(_api, value);
        long[] sizes = OnnxMaps.DimensionsOf(_api, value);
        long count = 1;
        Array.ForEach(sizes, size => count *= size);
        if (element == OnnxElement.Text)
        {
            return new TensorValue(sizes, TakeTexts(value, (int)count));
        }

        byte[] numbers = new byte[count * OnnxElement.BytesOf(element)];
        void* data;
        _api.Check(_api.GetTensorMutableData(value, &data));
        new Span<byte>(data, numbers.Length).CopyTo(numbers);
        return new TensorValue(element, sizes, numbers);
    }

    private string[] TakeTexts(nint value, int count)
    {
        nuint bytes;
        _api.Check(_api.GetStringTensorDataLength(value, &bytes));
        byte[] all = new byte[Math.Max(1, (int)bytes)];
        nuint[] starts = new nuint[Math.Max(1, count)];
        fixed (byte* content = all)
        fixed (nuint* offsets = starts)
        {
            _api.Check(_api.GetStringTensorContent(value, content, bytes, offsets, (nuint)count));
        }

        string[] texts = new string[count];
        for (int i = 0; i < count; i++)
        {
            int end = i + 1 < count ? (int)starts[i + 1] : (int)bytes;
            texts[i] = Encoding.UTF8.GetString(all, (int)starts[i], end - (int)starts[i]);
        }

        return texts;
    }

    private void Release(nint value)
    {
        if (value != 0)
        {
            _api.ReleaseValue(value);
        }
    }
}
