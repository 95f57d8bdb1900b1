using System.Collections;

namespace Errand.Text;

/// <summary>A list whose entries are made when they are read: of a hundred thousand files a line shows ten.</summary>
internal sealed class LazyList<T>(IReadOnlyList<T> source, Func<T, string> render) : IReadOnlyList<string>
{
    public int Count => source.Count;

    public string this[int index] => render(source[index]);

    public IEnumerator<string> GetEnumerator() => source.Select(render).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
