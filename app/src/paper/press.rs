//! The press: makes PDFs away from the pages, a few at a time, and keeps the public ones.

use std::{
    collections::{HashMap, VecDeque},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError, Weak},
    time::Duration,
};

use documents::{Fault, Kind, Picture};
use tokio::{
    sync::{OnceCell, OwnedSemaphorePermit, Semaphore},
    time::{Instant, timeout_at},
};

use crate::{
    base::error::AppError,
    easy_read::{
        model::{self as easy_read, PictureSet},
        pack::{self, Pack},
    },
};

/// How many PDFs are made at once. Each takes one core for a fraction of a second.
const AT_ONCE: usize = 2;
/// How many of them for anybody at all: one turn is always left for those who are signed in, however many
/// papers strangers ask for.
const FOR_ANYBODY: usize = AT_ONCE - 1;
/// How long a PDF waits for its turn before the reader is told that the register is busy.
const PATIENCE: Duration = Duration::from_secs(10);
/// How many public PDFs are kept.
const KEPT_MAX: usize = 64;

/// A finished PDF.
pub type Pdf = Arc<[u8]>;

/// For whom a paper is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reader {
    /// Whoever asks for it.
    Anybody,
    /// Somebody who is signed in.
    SignedIn,
}

/// What is being made at this moment, by for whom and by what it is: whoever asks for the same waits for it.
type BeingMade = HashMap<(Reader, String), Weak<OnceCell<Pdf>>>;

/// Makes PDFs.
#[derive(Debug)]
pub struct Press {
    pictures: Arc<Pictures>,
    turns: Arc<Semaphore>,
    turns_for_anybody: Arc<Semaphore>,
    kept: Mutex<Kept>,
    being_made: Mutex<BeingMade>,
}

/// The turn of one piece of work: it is over when this is dropped.
type Turn = (OwnedSemaphorePermit, Option<OwnedSemaphorePermit>);

/// The newest, by what was asked for.
#[derive(Debug, Default)]
struct Kept {
    by_name: HashMap<String, Pdf>,
    in_order: VecDeque<String>,
}

impl Press {
    /// With the site's folder, whose `pictures` it prints, and the organisation's own pictures before those.
    #[must_use]
    pub fn new(site: &Path, pack: &Pack) -> Self {
        let own = pack
            .pictures()
            .map(|(set, key, picture)| {
                let kind = match picture.kind {
                    pack::Kind::Svg => Kind::Svg,
                    pack::Kind::Png => Kind::Png,
                    pack::Kind::Jpeg => Kind::Jpg,
                    pack::Kind::Webp => Kind::Webp,
                };
                ((set, key.to_owned()), (Arc::clone(&picture.bytes), kind))
            })
            .collect();
        Self {
            pictures: Arc::new(Pictures { own, folder: site.join("pictures"), read: Mutex::default() }),
            turns: Arc::new(Semaphore::new(AT_ONCE)),
            turns_for_anybody: Arc::new(Semaphore::new(FOR_ANYBODY)),
            kept: Mutex::default(),
            being_made: Mutex::default(),
        }
    }

    /// Makes a PDF that is for one reader only, and forgets it.
    ///
    /// # Errors
    /// `Unavailable` where too many wait, `Broken` where it cannot be made.
    pub async fn print(
        &self,
        make: impl FnOnce(&Pictures) -> Result<Vec<u8>, Fault> + Send + 'static,
    ) -> Result<Pdf, AppError> {
        self.print_for(Reader::SignedIn, Instant::now() + PATIENCE, make).await
    }

    async fn print_for(
        &self,
        reader: Reader,
        until: Instant,
        make: impl FnOnce(&Pictures) -> Result<Vec<u8>, Fault> + Send + 'static,
    ) -> Result<Pdf, AppError> {
        let pictures = Arc::clone(&self.pictures);
        let turn = self.turn(reader, until).await?;
        let pdf = in_turn(turn, move || make(&pictures)).await?;
        pdf.map(Arc::from).map_err(|fault| AppError::Broken(fault.to_string()))
    }

    /// Does something that takes a core for a while, such as looking at a photo, when it is its turn.
    ///
    /// # Errors
    /// `Unavailable` where too many wait, `Broken` where it fails.
    pub async fn work<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, AppError> {
        let turn = self.turn(Reader::SignedIn, Instant::now() + PATIENCE).await?;
        in_turn(turn, work).await
    }

    /// Waits for a turn. Whoever is not signed in queues for theirs first, so that their queue takes up one
    /// turn of all and no more.
    async fn turn(&self, reader: Reader, until: Instant) -> Result<Turn, AppError> {
        let queue = async |turns: &Arc<Semaphore>| {
            timeout_at(until, Arc::clone(turns).acquire_owned())
                .await
                .map_err(|_| AppError::Unavailable("too many papers wait for the press".to_owned()))?
                .map_err(|error| AppError::Broken(error.to_string()))
        };
        let of_anybody = match reader {
            Reader::Anybody => Some(queue(&self.turns_for_anybody).await?),
            Reader::SignedIn => None,
        };
        Ok((queue(&self.turns).await?, of_anybody))
    }

    /// The same as [`Press::print`] for a paper that everybody gets alike: made once for each name, also where
    /// several ask for it while it is made.
    ///
    /// # Errors
    /// `Unavailable` where too many wait, `Broken` where it cannot be made.
    pub async fn print_public(
        &self,
        reader: Reader,
        name: String,
        make: impl FnOnce(&Pictures) -> Result<Vec<u8>, Fault> + Send + 'static,
    ) -> Result<Pdf, AppError> {
        if let Some(pdf) = self.kept().by_name.get(&name) {
            return Ok(Arc::clone(pdf));
        }
        // Where the first who asked gives up or fails, the next makes it: each waits for a turn as long as they
        // would alone.
        let until = Instant::now() + PATIENCE;
        let making = self.being_made(reader, &name);
        let pdf = making
            .get_or_try_init(async || {
                let pdf = self.print_for(reader, until, make).await?;
                self.keep(name, &pdf);
                Ok::<_, AppError>(pdf)
            })
            .await?;
        Ok(Arc::clone(pdf))
    }

    /// Where those meet who ask for one paper at one moment.
    fn being_made(&self, reader: Reader, name: &str) -> Arc<OnceCell<Pdf>> {
        let mut being_made = self.being_made.lock().unwrap_or_else(PoisonError::into_inner);
        being_made.retain(|_, making| making.strong_count() > 0);
        let place = being_made.entry((reader, name.to_owned())).or_default();
        place.upgrade().unwrap_or_else(|| {
            let making = Arc::default();
            *place = Arc::downgrade(&making);
            making
        })
    }

    fn keep(&self, name: String, pdf: &Pdf) {
        let mut kept = self.kept();
        if kept.by_name.insert(name.clone(), Arc::clone(pdf)).is_none() {
            kept.in_order.push_back(name);
        }
        while kept.in_order.len() > KEPT_MAX {
            if let Some(oldest) = kept.in_order.pop_front() {
                kept.by_name.remove(&oldest);
            }
        }
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Works on a blocking thread. The turn goes along: a reader who gives up does not make room before the work
/// is done.
async fn in_turn<T: Send + 'static>(turn: Turn, work: impl FnOnce() -> T + Send + 'static) -> Result<T, AppError> {
    let done = tokio::task::spawn_blocking(move || {
        let _turn = turn;
        work()
    });
    done.await.map_err(|_| AppError::Broken("the press: its thread panicked".to_owned()))
}

/// A picture's file.
type File = (Arc<[u8]>, Kind);

/// The pictures that pages show, for papers: read once.
#[derive(Debug, Default)]
pub struct Pictures {
    own: HashMap<(PictureSet, String), File>,
    folder: PathBuf,
    read: Mutex<HashMap<(PictureSet, String), Option<File>>>,
}

impl Pictures {
    /// A picture of a set; none where the set has no such file. The words beside it say it all.
    pub fn get(&self, set: PictureSet, key: &str, alt: &str) -> Option<Picture> {
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        let file = read.entry((set, key.to_owned())).or_insert_with(|| self.file(set, key)).clone();
        file.map(|(bytes, kind)| Picture { bytes, kind, alt: alt.to_owned() })
    }

    /// The same, described as everywhere.
    pub fn known(&self, set: PictureSet, key: &str) -> Option<Picture> {
        self.get(set, key, easy_read::picture_alt(key)?)
    }

    /// Whether some are the organisation's own.
    #[must_use]
    pub fn has_own(&self) -> bool {
        !self.own.is_empty()
    }

    fn file(&self, set: PictureSet, key: &str) -> Option<File> {
        if let Some((bytes, kind)) = self.own.get(&(set, key.to_owned())) {
            let picture = Picture { bytes: Arc::clone(bytes), kind: *kind, alt: "A picture".to_owned() };
            // A browser forgives more than a PDF does: then the one that comes with the product.
            if documents::shows(&picture) {
                return Some((picture.bytes, picture.kind));
            }
        }
        // A key names a file of the set and no path.
        let plain = key.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
        let bytes = std::fs::read(self.folder.join(set.word()).join(format!("{key}.svg"))).ok().filter(|_| plain)?;
        Some((Arc::from(bytes), Kind::Svg))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    fn press() -> Press {
        Press::new(Path::new("/there/is/no/such/folder"), &Pack::default())
    }

    #[tokio::test]
    async fn a_public_paper_is_made_once_and_the_oldest_is_forgotten() {
        let (press, made) = (press(), Arc::new(AtomicUsize::new(0)));
        let print = async |name: usize| {
            let made = Arc::clone(&made);
            let make = move |_: &Pictures| {
                made.fetch_add(1, Ordering::SeqCst);
                Ok(vec![1])
            };
            press.print_public(Reader::Anybody, name.to_string(), make).await.unwrap();
        };
        for _ in 0..3 {
            print(0).await;
        }
        assert_eq!(made.load(Ordering::SeqCst), 1);
        for name in 1..=KEPT_MAX {
            print(name).await;
        }
        print(0).await;
        assert_eq!(made.load(Ordering::SeqCst), KEPT_MAX + 2);
    }

    #[tokio::test]
    async fn no_more_papers_are_made_at_once_than_there_are_turns() {
        let (press, now, most) = (Arc::new(press()), Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let jobs: Vec<_> = (0..12)
            .map(|_| {
                let (press, now, most) = (Arc::clone(&press), Arc::clone(&now), Arc::clone(&most));
                tokio::spawn(async move {
                    let make = move |_: &Pictures| {
                        most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                        std::thread::yield_now();
                        now.fetch_sub(1, Ordering::SeqCst);
                        Ok(Vec::new())
                    };
                    press.print(make).await.unwrap();
                })
            })
            .collect();
        for job in jobs {
            job.await.unwrap();
        }
        assert!(most.load(Ordering::SeqCst) <= AT_ONCE);
    }

    /// Asks for a public paper whose making ends when the other end of `held` is dropped; `made` counts it.
    fn ask_for(press: &Arc<Press>, name: &str, made: &Arc<AtomicUsize>, held: &Held) -> Asked {
        let (press, made, held, name) = (Arc::clone(press), Arc::clone(made), Arc::clone(held), name.to_owned());
        tokio::spawn(async move {
            let make = move |_: &Pictures| {
                made.fetch_add(1, Ordering::SeqCst);
                let _ = held.lock().unwrap_or_else(PoisonError::into_inner).recv();
                Ok(vec![1])
            };
            press.print_public(Reader::Anybody, name, make).await
        })
    }

    type Held = Arc<Mutex<std::sync::mpsc::Receiver<()>>>;
    type Asked = tokio::task::JoinHandle<Result<Pdf, AppError>>;

    /// Lets everybody come as far as they can.
    async fn until_begun(made: &AtomicUsize) {
        while made.load(Ordering::SeqCst) == 0 {
            tokio::task::yield_now().await;
        }
        for _ in 0..20 {
            tokio::task::yield_now().await;
        }
    }

    #[tokio::test]
    async fn however_many_papers_strangers_ask_for_whoever_is_signed_in_gets_theirs() {
        let (press, made) = (Arc::new(press()), Arc::new(AtomicUsize::new(0)));
        let (release, held) = std::sync::mpsc::channel();
        let held: Held = Arc::new(Mutex::new(held));
        let asked: Vec<_> = (0..8).map(|at| ask_for(&press, &at.to_string(), &made, &held)).collect();
        until_begun(&made).await;
        assert!(press.print(|_| Ok(vec![2])).await.is_ok(), "a receipt");
        assert!(press.work(|| ()).await.is_ok(), "a scan");
        let blank = press.print_public(Reader::SignedIn, "0".to_owned(), |_| Ok(vec![3])).await;
        assert!(blank.is_ok(), "a blank form, though a stranger waits for the same");
        drop(release);
        for asked in asked {
            assert!(asked.await.unwrap().is_ok());
        }
    }

    #[tokio::test]
    async fn a_paper_that_many_ask_for_at_one_moment_is_made_once() {
        let (press, made) = (Arc::new(press()), Arc::new(AtomicUsize::new(0)));
        let (release, held) = std::sync::mpsc::channel();
        let held: Held = Arc::new(Mutex::new(held));
        let asked: Vec<_> = (0..8).map(|_| ask_for(&press, "the same", &made, &held)).collect();
        until_begun(&made).await;
        drop(release);
        for asked in asked {
            assert_eq!(*asked.await.unwrap().unwrap(), [1]);
        }
        assert_eq!(made.load(Ordering::SeqCst), 1);
    }

    #[tokio::test]
    async fn a_paper_that_cannot_be_made_is_a_fault_and_is_not_kept() {
        let press = press();
        let broken = press.print_public(Reader::Anybody, "a".to_owned(), |_| panic!("a fault of ours")).await;
        assert!(matches!(broken, Err(AppError::Broken(_))));
        assert!(press.print_public(Reader::Anybody, "a".to_owned(), |_| Ok(vec![1])).await.is_ok());
    }

    #[test]
    fn every_picture_of_the_pages_can_be_printed() {
        let site = std::env::temp_dir().join(format!("dsr-press-{}", std::process::id()));
        let press = Press::new(&site, &Pack::default());
        for set in PictureSet::ALL {
            let folder = site.join("pictures").join(set.word());
            std::fs::create_dir_all(&folder).unwrap();
            for key in easy_read::picture_keys() {
                std::fs::write(folder.join(format!("{key}.svg")), "<svg/>").unwrap();
                assert!(press.pictures.known(*set, key).is_some_and(|picture| !picture.alt.is_empty()), "{key}");
            }
        }
        std::fs::remove_dir_all(&site).unwrap();
    }

    #[test]
    fn the_organisations_own_picture_is_printed_unless_no_pdf_can_hold_it() {
        let site = std::env::temp_dir().join(format!("dsr-pack-print-{}", std::process::id()));
        for folder in ["pictures/colour", "pack/colour"] {
            std::fs::create_dir_all(site.join(folder)).unwrap();
        }
        let svg =
            |name: &str| format!("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"><!-- {name} --></svg>");
        for key in ["home", "yes"] {
            std::fs::write(site.join(format!("pictures/colour/{key}.svg")), svg("built in")).unwrap();
        }
        std::fs::write(site.join("pack/colour/home.svg"), svg("own")).unwrap();
        std::fs::write(site.join("pack/colour/yes.png"), b"\x89PNG\r\n\x1a\nand no more").unwrap();
        let pack = Pack::read(&site.join("pack")).unwrap();
        assert_eq!(pack.pictures().count(), 2);
        let press = Press::new(&site, &pack);
        let printed = |key: &str| {
            let picture = press.pictures.known(PictureSet::Colour, key).unwrap();
            String::from_utf8_lossy(&picture.bytes).into_owned()
        };
        assert!(printed("home").contains("own") && printed("yes").contains("built in"));
        std::fs::remove_dir_all(&site).unwrap();
    }

    #[test]
    fn a_key_that_is_a_path_is_no_picture() {
        let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
        let pictures = Pictures { own: HashMap::new(), folder, read: Mutex::default() };
        assert_eq!(pictures.get(PictureSet::Colour, "../Cargo", "x"), None);
    }
}
