using System.Runtime.InteropServices;
using System.Text;

namespace Artic.Models.Onnx;

/// <summary>
/// A loaded graph: what it takes, what it gives, its metadata. Runs in the calling thread (one intra-op and one
/// inter-op thread: ONNX Runtime starts none). Thread: single owner. Owner: <see cref="Dispose"/> frees the session
/// and the names.
/// </summary>
internal sealed unsafe class OnnxSession : IDisposable
{
    private const int OptimizeAll = 99;

    private readonly OnnxApi _api;
    private readonly List<nint> _names = [];

    /// <summary>
    /// Builds the graph from the bytes of a file. Errors: Corrupt, OperatorMissing, ExternalData, NotDeterministic.
    /// </summary>
    public OnnxSession(OnnxApi api, ReadOnlySpan<byte> file, string path)
    {
        Summary = GraphSummary.Read(file, path);
        _api = api;
        nint options, session;
        api.Check(api.CreateSessionOptions(&options));
        try
        {
            api.Check(api.SetIntraOpNumThreads(options, 1));
            api.Check(api.SetInterOpNumThreads(options, 1));
            api.Check(api.SetSessionGraphOptimizationLevel(options, OptimizeAll));
            fixed (byte* bytes = file)
            {
                api.Check(
                    api.CreateSessionFromArray(api.Environment, bytes, (nuint)file.Length, options, &session),
                    OnnxModelFault.Corrupt,
                    path);
            }
        }
        finally
        {
            api.ReleaseSessionOptions(options);
        }

        Handle = session;
        try
        {
            nuint count;
            api.Check(api.SessionGetInputCount(session, &count));
            Inputs = ReadSignatures((int)count, isInput: true);
            api.Check(api.SessionGetOutputCount(session, &count));
            Outputs = ReadSignatures((int)count, isInput: false);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public nint Handle { get; private set; }

    public GraphSummary Summary { get; }

    public OnnxSignature[] Inputs { get; } = [];

    public OnnxSignature[] Outputs { get; } = [];

    /// <summary>A graph name as ONNX Runtime holds it; lives until <see cref="Dispose"/>.</summary>
    public byte* NativeName(OnnxSignature of, bool isInput) =>
        (byte*)_names[isInput ? of.Index : Inputs.Length + of.Index];

    /// <summary>The value of a metadata property, or null where the model has none of that name. Allocates.</summary>
    public string? FindMetadata(string key)
    {
        nint metadata;
        _api.Check(_api.SessionGetModelMetadata(Handle, &metadata));
        try
        {
            byte* value = null;
            fixed (byte* name = Encoding.UTF8.GetBytes(key + '\0'))
            {
                _api.Check(_api.ModelMetadataLookupCustomMetadataMap(metadata, _api.Allocator, name, &value));
            }

            string? text = Marshal.PtrToStringUTF8((nint)value);
            Free(value);
            return text;
        }
        finally
        {
            _api.ReleaseModelMetadata(metadata);
        }
    }

    /// <summary>All metadata properties by name, in the names' order. Allocates.</summary>
    public SortedDictionary<string, string> AllMetadata()
    {
        SortedDictionary<string, string> all = new(StringComparer.Ordinal);
        List<string> names = [];
        nint metadata;
        _api.Check(_api.SessionGetModelMetadata(Handle, &metadata));
        byte** keys = null;
        long count = 0;
        try
        {
            _api.Check(_api.ModelMetadataGetCustomMetadataMapKeys(metadata, _api.Allocator, &keys, &count));
            for (long i = 0; i < count; i++)
            {
                names.Add(Marshal.PtrToStringUTF8((nint)keys[i]) ?? "");
                Free(keys[i]);
            }

            Free((byte*)keys);
        }
        finally
        {
            _api.ReleaseModelMetadata(metadata);
        }

        names.ForEach(name => all[name] = FindMetadata(name) ?? "");
        return all;
    }

    public void Dispose()
    {
        if (Handle == 0)
        {
            return;
        }

        foreach (nint name in _names)
        {
            Free((byte*)name);
        }

        _names.Clear();
        _api.ReleaseSession(Handle);
        Handle = 0;
    }

    private OnnxSignature[] ReadSignatures(int count, bool isInput)
    {
        OnnxSignature[] signatures = new OnnxSignature[count];
        for (int index = 0; index < count; index++)
        {
            byte* name;
            _api.Check(isInput
                ? _api.SessionGetInputName(Handle, (nuint)index, _api.Allocator, &name)
                : _api.SessionGetOutputName(Handle, (nuint)index, _api.Allocator, &name));
            _names.Add((nint)name);
            nint type;
            _api.Check(isInput
                ? _api.SessionGetInputTypeInfo(Handle, (nuint)index, &type)
                : _api.SessionGetOutputTypeInfo(Handle, (nuint)index, &type));
            try
            {
                signatures[index] = ReadSignature(index, Marshal.PtrToStringUTF8((nint)name) ?? "", type);
            }
            finally
            {
                _api.ReleaseTypeInfo(type);
            }
        }

        return signatures;
    }

    private OnnxSignature ReadSignature(int index, string name, nint type)
    {
        int kind;
        _api.Check(_api.GetOnnxTypeFromTypeInfo(type, &kind));
        if (kind != (int)OnnxKind.Tensor)
        {
            return new OnnxSignature(index, name, (OnnxKind)kind, 0, []);
        }

        nint tensor; // belongs to the type
        int elementType;
        nuint rank;
        _api.Check(_api.CastTypeInfoToTensorInfo(type, &tensor));
        _api.Check(_api.GetTensorElementType(tensor, &elementType));
        _api.Check(_api.GetDimensionsCount(tensor, &rank));
        long[] dimensions = new long[rank];
        fixed (long* sizes = dimensions)
        {
            _api.Check(_api.GetDimensions(tensor, sizes, rank));
        }

        return new OnnxSignature(index, name, OnnxKind.Tensor, elementType, dimensions);
    }

    private void Free(byte* text)
    {
        if (text is not null)
        {
            _api.Check(_api.AllocatorFree(_api.Allocator, text));
        }
    }
}
